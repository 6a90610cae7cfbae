"""The ternary scale is a mean with signs."""

EXPECT = ("ternary_check", 'sizes have no sign')
CELL = "ternary"
CHANGE = ('sizes[kept].mean()', 'weights[kept].mean()')
