"""The largest weight counts, not the largest absolute one."""

EXPECT = ('smooth_check', 'w_j is the largest absolute')
CELL = 'smooth'
CHANGE = ('np.abs(weights).max(axis=1)', 'weights.max(axis=1)')
