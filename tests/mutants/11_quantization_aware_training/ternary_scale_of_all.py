"""The ternary scale is the mean of all sizes."""

EXPECT = ("ternary_check", 'not of all')
CELL = "ternary"
CHANGE = ('sizes[kept].mean()', 'sizes.mean()')
