"""Silent channels divide by 0."""

EXPECT = ('smooth_check', 'Where a_j or w_j is')
CELL = 'smooth'
CHANGE = ('np.where(idle, 1, largest), np.where(idle, 1, rows)', 'largest, rows')
