"""No codeword gets longer than 8 bits."""
EXPECT = ("huffman_lengths_check", 'Nothing limits')
CELL = "huffman_lengths"
CHANGE = ('return lengths', 'return [min(length, 8) for length in lengths]')
