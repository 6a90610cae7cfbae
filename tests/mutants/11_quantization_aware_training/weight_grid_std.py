"""The mean is taken away first, as a standard deviation does."""

EXPECT = ("weight_grid_check", 'No mean is taken away')
CELL = "weight_grid"
CHANGE = ('np.sqrt(np.mean(np.square(weights, dtype=np.float64)))', 'np.std(weights, dtype=np.float64)')
