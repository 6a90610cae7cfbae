"""A wrong candidate stops the check with an assertion."""
EXPECT = ("check_huffman_lengths_check", 'Return False for a candidate you refuse')

def check_huffman_lengths(candidate):
    for counts in ([2, 1, 1], [15, 7, 6, 6, 5]):
        lengths = candidate(list(counts))
        assert sum(n * l for n, l in zip(counts, lengths)) == least_bits(counts)
    return True
