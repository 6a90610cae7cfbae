"""Codes pass through int8."""

EXPECT = ('quantize_groups_check', 'int8 ends at 127')
CELL = 'quantize_groups'
CHANGE = ('codes.astype(np.int16)', 'codes.astype(np.int16).astype(np.int8).astype(np.int16)')
