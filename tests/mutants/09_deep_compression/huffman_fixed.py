"""All symbols get as many bits."""
EXPECT = ("huffman_lengths_check", 'takes')

def huffman_lengths(counts):
    used = sum(n > 0 for n in counts)
    return [max(1, (used - 1).bit_length()) if n else 0 for n in counts]
