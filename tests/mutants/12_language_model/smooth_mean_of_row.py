"""The mean size of a row counts."""

EXPECT = ('smooth_check', 'w_j is the largest absolute')
CELL = 'smooth'
CHANGE = ('np.abs(weights).max(axis=1)', 'np.abs(weights).mean(axis=1)')
