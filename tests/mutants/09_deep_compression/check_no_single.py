"""No example has one symbol alone."""
EXPECT = ("check_huffman_lengths_check", 'come alone')
CELL = "check_huffman_lengths"
CHANGE = ('[0, 7, 0], ', '[4, 4], ')
