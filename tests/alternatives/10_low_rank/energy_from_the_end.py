"""What is lost is added up from the smallest term on."""

def energy_rank(sizes, share):
    if share <= 0 or share > 1 or share != share:
        raise ValueError(share)
    squares = np.asarray(sizes, dtype=np.float64) ** 2
    kept = np.cumsum(squares)
    rank = len(squares)
    while rank > 1 and kept[rank - 2] >= share * kept[-1]:
        rank -= 1
    return rank
