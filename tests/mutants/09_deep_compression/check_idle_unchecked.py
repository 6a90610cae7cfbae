"""Lengths of symbols that never come are not looked at."""
EXPECT = ("check_huffman_lengths_check", 'Let a count be 0')
CELL = "check_huffman_lengths"
CHANGE = ('if not (kraft and least) or any(length for n, length in pairs if not n):', 'if not (kraft and least):')
