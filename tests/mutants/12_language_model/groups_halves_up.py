"""Halves are rounded away from 0."""

EXPECT = ('quantize_groups_check', 'np.rint takes the even code,')
CELL = 'quantize_groups'
CHANGE = ('np.rint(steps)', 'np.sign(steps) * np.floor(np.abs(steps) + 0.5)')
