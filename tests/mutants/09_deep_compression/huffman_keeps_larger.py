"""A merged group counts as often as its more frequent half."""
EXPECT = ("huffman_lengths_check", 'takes')
CELL = "huffman_lengths"
CHANGE = ('(n + m, rare + next_rare)', '(m, rare + next_rare)')
