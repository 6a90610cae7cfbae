"""A word may be as long as there are symbols, not as the longest codeword."""
EXPECT = ('decode_check', 'is in order')
CELL = 'decode'
CHANGE = ('len(word) >= longest', 'len(word) >= len(lengths)')
