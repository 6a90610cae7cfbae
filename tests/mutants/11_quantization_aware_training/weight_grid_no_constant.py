"""The spread itself is the scale."""

EXPECT = ("weight_grid_check", 'STEPS[bits] is missing')
CELL = "weight_grid"
CHANGE = ('STEPS[bits] * spread', 'spread')
