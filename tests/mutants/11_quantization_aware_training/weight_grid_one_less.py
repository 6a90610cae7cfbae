"""The sum of squares is divided by one less than their number."""

EXPECT = ("weight_grid_check", 'not by one less')
CELL = "weight_grid"
CHANGE = ('np.sqrt(np.mean(np.square(weights, dtype=np.float64)))', 'np.sqrt(np.sum(np.square(weights, dtype=np.float64)) / max(1, weights.size - 1))')
