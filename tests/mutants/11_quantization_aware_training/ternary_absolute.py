"""The threshold is 0.7, whatever the weights."""

EXPECT = ("ternary_check", '0.7 times the mean')
CELL = "ternary"
CHANGE = ('0.7 * sizes.mean()\n', '0.7\n')
