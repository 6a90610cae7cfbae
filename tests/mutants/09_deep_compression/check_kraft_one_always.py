"""K has to be 1 for one symbol alone, too."""
EXPECT = ("check_huffman_lengths_check", 'too strict')
CELL = "check_huffman_lengths"
CHANGE = ('(1 if len(used) > 1 else 0.5)', '1')
