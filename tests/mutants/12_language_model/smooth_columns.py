"""Columns are multiplied instead of rows."""

EXPECT = ('smooth_check', 'w_j is the largest absolute')
CELL = 'smooth'
CHANGE = ('np.abs(weights).max(axis=1)', 'np.resize(np.abs(weights).max(axis=0), len(weights))')
