"""Sizes are at least 0.01."""

EXPECT = ('smooth_check', 'Where a_j or w_j is')
CELL = 'smooth'
CHANGE = ('np.where(idle, 1, largest), np.where(idle, 1, rows)', 'np.maximum(largest, 1e-2), np.maximum(rows, 1e-2)')
