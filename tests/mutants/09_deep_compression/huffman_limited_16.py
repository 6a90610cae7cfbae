"""No codeword gets longer than 16 bits."""
EXPECT = ("huffman_lengths_check", 'Nothing limits')
CELL = "huffman_lengths"
CHANGE = ('return lengths', 'return [min(length, 16) for length in lengths]')
