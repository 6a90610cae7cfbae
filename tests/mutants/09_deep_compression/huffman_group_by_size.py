"""A merged group goes by the number of its symbols."""
EXPECT = ("huffman_lengths_check", 'takes')
CELL = "huffman_lengths"
CHANGE = ('(n + m, rare + next_rare)', '(len(rare + next_rare), rare + next_rare)')
