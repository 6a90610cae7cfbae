"""The difference of bits comes back instead of a verdict."""
EXPECT = ("check_huffman_lengths_check", 'yours is')

def check_huffman_lengths(candidate):
    counts = [15, 7, 6, 6, 5]
    return sum(n * l for n, l in zip(counts, candidate(counts))) - least_bits(counts)
