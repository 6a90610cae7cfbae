"""The highest code is as far from 0 as the lowest."""

EXPECT = ("weight_grid_check", 'one more below 0')
CELL = "weight_grid"
CHANGE = ('-beyond, beyond - 1', '-beyond, beyond')
