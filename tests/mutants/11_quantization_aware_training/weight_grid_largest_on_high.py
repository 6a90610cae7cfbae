"""The largest weight is put on the highest code, as in lesson 3."""

EXPECT = ("weight_grid_check", 'The largest weight is one weight')
CELL = "weight_grid"
CHANGE = ('STEPS[bits] * spread or 1.0', 'float(np.abs(weights).max()) / (beyond - 1) or 1.0')
