"""The mean size stands for the spread."""

EXPECT = ("weight_grid_check", 'made of the mean size')
CELL = "weight_grid"
CHANGE = ('np.sqrt(np.mean(np.square(weights, dtype=np.float64)))', 'np.mean(np.abs(weights))')
