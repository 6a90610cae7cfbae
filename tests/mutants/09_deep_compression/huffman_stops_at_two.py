"""The last merge is left out."""
EXPECT = ('huffman_lengths_check', 'at least one bit')
CELL = 'huffman_lengths'
CHANGE = ('while len(heap) > 1:', 'while len(heap) > 2:')
