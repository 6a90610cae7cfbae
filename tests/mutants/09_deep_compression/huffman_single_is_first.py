"""One symbol alone gets its bit in the first place."""
EXPECT = ("huffman_lengths_check", '[0, 9, 0]')
CELL = "huffman_lengths"
CHANGE = ('lengths[heap[0][1][0]] = 1', 'lengths[0] = 1')
