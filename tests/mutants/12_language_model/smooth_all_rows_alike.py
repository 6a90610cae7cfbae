"""The largest weight of all rows counts."""

EXPECT = ('smooth_check', 'w_j is the largest absolute')
CELL = 'smooth'
CHANGE = ('np.abs(weights).max(axis=1)', 'np.full(len(weights), np.abs(weights).max())')
