"""Codes begin at 0."""

EXPECT = ("weight_grid_check", 'one more below 0')
CELL = "weight_grid"
CHANGE = ('-beyond, beyond - 1', '0, 2 * beyond - 1')
