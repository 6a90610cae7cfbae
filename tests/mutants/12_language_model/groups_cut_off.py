"""Codes are cut off towards 0."""

EXPECT = ('quantize_groups_check', 'These codes are cut off')
CELL = 'quantize_groups'
CHANGE = ('np.rint(steps)', 'np.trunc(steps)')
