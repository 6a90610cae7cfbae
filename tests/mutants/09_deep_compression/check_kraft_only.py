"""Only K is compared."""
EXPECT = ("check_huffman_lengths_check", 'least_bits')
CELL = "check_huffman_lengths"
CHANGE = ('if not (kraft and least) or any(length for n, length in pairs if not n):', 'if not kraft or any(length for n, length in pairs if not n):')
