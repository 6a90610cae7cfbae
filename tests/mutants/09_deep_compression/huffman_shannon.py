"""Lengths are logarithms of the probabilities, rounded up."""
EXPECT = ("huffman_lengths_check", 'takes')

def huffman_lengths(counts):
    total = sum(counts)
    return [max(1, int(np.ceil(np.log2(total / n)))) if n else 0 for n in counts]
