"""No count is 0."""
EXPECT = ("check_huffman_lengths_check", 'Let a count be 0')
CELL = "check_huffman_lengths"
CHANGE = ('for counts in ([2, 1, 1], [0, 7, 0], [15, 7, 6, 6, 5], [3, 0, 3, 3, 3], doubling):', 'for counts in ([2, 1, 1], [7], [15, 7, 6, 6, 5], [3, 3, 3, 3], doubling):')
