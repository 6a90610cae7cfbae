"""The mean square is taken for the spread."""

EXPECT = ("weight_grid_check", 'Take the root')
CELL = "weight_grid"
CHANGE = ('np.sqrt(np.mean(np.square(weights, dtype=np.float64)))', 'np.mean(np.square(weights, dtype=np.float64))')
