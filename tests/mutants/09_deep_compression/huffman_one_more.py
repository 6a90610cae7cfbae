"""The root counts, too: one bit more for all."""
EXPECT = ("huffman_lengths_check", 'takes')
CELL = "huffman_lengths"
CHANGE = ('return lengths', 'return [length + 1 if length and len(counts) > 1 else length for length in lengths]')
