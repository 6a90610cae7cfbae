"""Codes are rounded down."""

EXPECT = ('quantize_groups_check', 'Divide each weight by the')
CELL = 'quantize_groups'
CHANGE = ('np.rint(steps)', 'np.floor(steps)')
