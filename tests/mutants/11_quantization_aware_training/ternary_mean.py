"""The threshold is the mean size."""

EXPECT = ("ternary_check", '0.7 times')
CELL = "ternary"
CHANGE = ('0.7 * sizes', 'sizes')
