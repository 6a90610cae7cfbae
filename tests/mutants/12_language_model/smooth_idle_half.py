"""A silent side alone is taken for 1."""

EXPECT = ('smooth_check', 'Where a_j or w_j is')
CELL = 'smooth'
CHANGE = ('np.where(idle, 1, largest), np.where(idle, 1, rows)', 'np.where(largest == 0, 1, largest), np.where(rows == 0, 1, rows)')
