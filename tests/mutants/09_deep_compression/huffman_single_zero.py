"""One symbol alone gets no bit."""
EXPECT = ("huffman_lengths_check", 'at least one bit')
CELL = "huffman_lengths"
CHANGE = ('lengths[heap[0][1][0]] = 1', 'lengths[heap[0][1][0]] = 0')
