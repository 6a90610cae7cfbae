"""The two commonest are merged."""
EXPECT = ("huffman_lengths_check", 'takes')
CELL = "huffman_lengths"
CHANGE = ('(n, [symbol])', '(-n, [symbol])')
