"""The threshold is 0.7 times the spread."""

EXPECT = ("ternary_check", '0.7 times')
CELL = "ternary"
CHANGE = ('0.7 * sizes.mean()\n', '0.7 * np.sqrt((sizes**2).mean())\n')
