"""The largest weight is put on the lowest code."""

EXPECT = ("weight_grid_check", 'The largest weight is one weight')
CELL = "weight_grid"
CHANGE = ('STEPS[bits] * spread or 1.0', 'float(np.abs(weights).max()) / beyond or 1.0')
