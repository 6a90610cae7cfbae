"""A group of zeros divides by 0."""

EXPECT = ('quantize_groups_check', 'A group of zeros has')
CELL = 'quantize_groups'
CHANGE = ('        scale[scale == 0] = 1\n', '')
