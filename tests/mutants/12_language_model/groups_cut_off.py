"""Codes are cut off towards 0."""

EXPECT = ('quantize_groups_check', 'Divide each weight by the')
CELL = 'quantize_groups'
CHANGE = ('np.rint(steps)', 'np.trunc(steps)')
