"""Merged counts are written into the list given."""
EXPECT = ("huffman_lengths_check", 'changed the counts')
CELL = "huffman_lengths"
CHANGE = ('lengths = [0] * len(counts)', 'lengths = [0] * len(counts)\n    counts.append(0)\n    lengths.append(0)')
