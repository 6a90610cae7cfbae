"""Codes are int8, which 16 bits overflow."""

EXPECT = ('quantize_groups_check', 'A group is 4 inputs')
CELL = 'quantize_groups'
CHANGE = ('np.int16', 'np.int8')
