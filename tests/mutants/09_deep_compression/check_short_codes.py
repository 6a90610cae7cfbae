"""No codeword in its examples is long."""
EXPECT = ("check_huffman_lengths_check", 'a dozen of them')
CELL = "check_huffman_lengths"
CHANGE = ('range(12)', 'range(6)')
