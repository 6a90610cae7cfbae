"""A layer of zeros has the scale 0."""

EXPECT = ("ternary_check", 'scale is 1')
CELL = "ternary"
CHANGE = ('if kept.any() else 1.0', 'if kept.any() else 0.0')
