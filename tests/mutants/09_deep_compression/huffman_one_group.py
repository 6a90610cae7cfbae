"""A merge adds a bit to one of the two groups."""
EXPECT = ("huffman_lengths_check", 'at least one bit')
CELL = "huffman_lengths"
CHANGE = ('for symbol in rare + next_rare:', 'for symbol in next_rare:')
