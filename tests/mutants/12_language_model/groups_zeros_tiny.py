"""A group of zeros gets a tiny scale."""

EXPECT = ('quantize_groups_check', 'A group of zeros has')
CELL = 'quantize_groups'
CHANGE = ('scale[scale == 0] = 1', 'scale[scale == 0] = 1e-8')
