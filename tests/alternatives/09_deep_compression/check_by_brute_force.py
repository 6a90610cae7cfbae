"""Its examples are drawn; Kraft sums are exact fractions."""

def check_huffman_lengths(candidate):
    from fractions import Fraction

    rng = np.random.default_rng(0)
    tries = [rng.integers(0, 9, 8).tolist() for _ in range(40)]
    tries += [[15, 7, 6, 6, 5], [0, 0, 3], [2**n for n in range(12)], [2, 1, 1], [5, 5, 5, 5, 5]]
    for counts in tries:
        lengths = np.asarray(candidate(list(counts)))
        used = np.array(counts) > 0
        if lengths.shape != used.shape or (lengths[~used] != 0).any():
            return False
        kraft = sum(Fraction(1, 2 ** int(length)) for length in lengths[used])
        if kraft != (1 if used.sum() > 1 else Fraction(1, 2)):
            return False
        if int((lengths * counts).sum()) != least_bits(counts):
            return False
    return True
