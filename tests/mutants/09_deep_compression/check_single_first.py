"""The one symbol that comes alone is the first."""
EXPECT = ("check_huffman_lengths_hidden", 'not be the first')
CELL = "check_huffman_lengths"
CHANGE = ('[0, 7, 0]', '[7, 0, 0]')
