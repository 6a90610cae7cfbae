"""The last, shorter group is left out."""

EXPECT = ('quantize_groups_check', 'the last may be shorter')
CELL = 'quantize_groups'
CHANGE = ('np.arange(0, len(weights), size)', 'np.arange(0, len(weights) - size + 1, size)')
