"""Small weights are taken for zeros."""

EXPECT = ('quantize_groups_hidden', 'has the scale')
CELL = 'quantize_groups'
CHANGE = ('scale == 0', 'scale < 1e-8')
