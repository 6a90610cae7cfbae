"""Kept weights lose their sign."""

EXPECT = ("ternary_check", 'keeps its sign')
CELL = "ternary"
CHANGE = ('(np.sign(weights) * kept)', 'kept')
