"""The threshold is half the mean size."""

EXPECT = ("ternary_check", 'the threshold is')
CELL = "ternary"
CHANGE = ('0.7 * sizes', '0.5 * sizes')
