"""No example on which halving from the top is wrong."""
EXPECT = ("check_huffman_lengths_check", '[15, 7, 6, 6, 5]')
CELL = "check_huffman_lengths"
CHANGE = ('[15, 7, 6, 6, 5], ', '')
