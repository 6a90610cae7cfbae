"""Symbols that never come have no place in the list."""
EXPECT = ("huffman_lengths_check", 'in its place')
CELL = "huffman_lengths"
CHANGE = ('return lengths', 'return [length for length in lengths if length]')
