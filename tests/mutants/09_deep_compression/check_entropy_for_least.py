"""H <= L < H + 1 is taken for the least number of bits."""
EXPECT = ("check_huffman_lengths_check", '[15, 7, 6, 6, 5]')

def check_huffman_lengths(candidate):
    for counts in ([2, 1, 1], [15, 7, 6, 6, 5], [3, 0, 3, 3, 3], [2**n for n in range(12)], [0, 4, 0]):
        lengths = list(candidate(list(counts)))
        if len(lengths) != len(counts) or any(l for n, l in zip(counts, lengths) if not n):
            return False
        used = [l for n, l in zip(counts, lengths) if n]
        if sum(2.0**-l for l in used) != (1 if len(used) > 1 else 0.5):
            return False
        p = np.array(counts) / sum(counts)
        entropy = -sum(q * np.log2(q) for q in p if q)
        if not entropy - 1e-9 <= (p * lengths).sum() < entropy + 1 + 1e-9:
            return False
    return True
