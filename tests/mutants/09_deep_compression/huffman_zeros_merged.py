"""Symbols that never come are merged, too."""
EXPECT = ("huffman_lengths_check", 'never come')
CELL = "huffman_lengths"
CHANGE = (' for symbol, n in enumerate(counts) if n]', ' for symbol, n in enumerate(counts)]')
