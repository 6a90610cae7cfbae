"""Counts are kept in 16 bits."""
EXPECT = ('huffman_lengths_check', 'Nothing limits')
CELL = 'huffman_lengths'
CHANGE = ('heap = [(n, [symbol])', 'heap = [(int(np.array(n).astype(np.int16)), [symbol])')
