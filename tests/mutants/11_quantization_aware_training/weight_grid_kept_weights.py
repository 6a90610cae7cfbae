"""Zeros are left out of the mean."""

EXPECT = ("weight_grid_check", 'root of the mean square')
CELL = "weight_grid"
CHANGE = ('np.sqrt(np.mean(np.square(weights, dtype=np.float64)))', 'np.sqrt(np.sum(np.square(weights, dtype=np.float64)) / max(1, np.count_nonzero(weights)))')
