"""Lengths are floats."""
EXPECT = ("huffman_lengths_check", 'ints')
CELL = "huffman_lengths"
CHANGE = ('lengths = [0] * len(counts)', 'lengths = [0.0] * len(counts)')
