"""Codes are int8, which 16 bits overflow."""

EXPECT = ('quantize_groups_check', 'Turn them into these types')
CELL = 'quantize_groups'
CHANGE = ('np.int16', 'np.int8')
