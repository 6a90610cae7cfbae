"""The squares are taken in float32, where small ones are 0."""

EXPECT = ("weight_grid_check", 'square in float64')
CELL = "weight_grid"
CHANGE = ('np.square(weights, dtype=np.float64)', 'np.square(weights)')
