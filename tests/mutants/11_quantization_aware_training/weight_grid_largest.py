"""The constant multiplies the largest weight."""

EXPECT = ("weight_grid_check", 'The largest weight is one weight')
CELL = "weight_grid"
CHANGE = ('np.sqrt(np.mean(np.square(weights, dtype=np.float64)))', 'np.abs(weights).max()')
