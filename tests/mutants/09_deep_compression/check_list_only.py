"""Lengths have to come in a list."""
EXPECT = ("check_huffman_lengths_check", 'too strict')

def check_huffman_lengths(candidate):
    for counts in ([2, 1, 1], [0, 7, 0], [15, 7, 6, 6, 5], [3, 0, 3, 3, 3], [2**n for n in range(12)]):
        lengths = candidate(list(counts))
        if not isinstance(lengths, list) or len(lengths) != len(counts):
            return False
        used = [l for n, l in zip(counts, lengths) if n]
        if sum(2.0**-l for l in used) != (1 if len(used) > 1 else 0.5):
            return False
        if sum(n * l for n, l in zip(counts, lengths)) != least_bits(counts):
            return False
        if any(l for n, l in zip(counts, lengths) if not n):
            return False
    return True
