"""The grid reaches to three spreads, whatever the bits."""

EXPECT = ("weight_grid_check", 'root of the mean square')
CELL = "weight_grid"
CHANGE = ('STEPS[bits] * spread or 1.0', '3 * spread / beyond or 1.0')
