"""Squares are added one by one until there are enough."""

def energy_rank(sizes, share):
    if not (share > 0 and share <= 1):
        raise ValueError("share")
    sums = [0.0]
    for size in sizes:
        sums.append(sums[-1] + float(size) ** 2)
    rank = 0
    while sums[rank] < share * sums[-1]:
        rank += 1
    return rank
