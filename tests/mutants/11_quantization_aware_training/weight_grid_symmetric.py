"""There are as many codes below 0 as above."""

EXPECT = ("weight_grid_check", 'one more below 0')
CELL = "weight_grid"
CHANGE = ('-beyond,', '1 - beyond,')
