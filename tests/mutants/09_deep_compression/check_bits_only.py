"""Only the sum of bits is compared."""
EXPECT = ("check_huffman_lengths_check", 'work out K')
CELL = "check_huffman_lengths"
CHANGE = ('if not (kraft and least) or any(length for n, length in pairs if not n):', 'if not least or any(length for n, length in pairs if not n):')
