"""The threshold is 0.7 times the largest size."""

EXPECT = ("ternary_check", '0.7 times the mean')
CELL = "ternary"
CHANGE = ('sizes.mean()\n', 'sizes.max()\n')
