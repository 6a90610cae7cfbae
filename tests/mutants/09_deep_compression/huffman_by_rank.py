"""Lengths come in order of count, not of symbol."""
EXPECT = ("huffman_lengths_check", 'place of its symbol')
CELL = "huffman_lengths"
CHANGE = ('return lengths', 'used = sorted(length for length in lengths if length)\n    return [used.pop(0) if n else 0 for n in counts]')
