"""The number of lengths is not compared with that of counts."""
EXPECT = ("check_huffman_lengths_check", 'How many lengths')

def check_huffman_lengths(candidate):
    for counts in ([2, 1, 1], [0, 7, 0], [15, 7, 6, 6, 5], [3, 0, 3, 3, 3], [2**n for n in range(12)]):
        pairs = list(zip(counts, candidate(list(counts))))
        used = [length for n, length in pairs if n]
        if sum(2.0**-length for length in used) != (1 if len(used) > 1 else 0.5):
            return False
        if sum(n * length for n, length in pairs) != least_bits(counts):
            return False
        if any(length for n, length in pairs if not n):
            return False
    return True
