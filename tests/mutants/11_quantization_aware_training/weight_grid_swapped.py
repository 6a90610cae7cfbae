"""The highest code comes before the lowest."""

EXPECT = ("weight_grid_check", 'has codes from')
CELL = "weight_grid"
CHANGE = ('-beyond, beyond - 1', 'beyond - 1, -beyond')
