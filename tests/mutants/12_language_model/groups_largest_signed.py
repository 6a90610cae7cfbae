"""The largest weight counts, not the largest absolute one."""

EXPECT = ('quantize_groups_check', 'Take the largest absolute value')
CELL = 'quantize_groups'
CHANGE = ('np.abs(weights), starts', 'weights, starts')
