"""Codes keep numpy's usual type."""

EXPECT = ("ternary_check", 'returns int8')
CELL = "ternary"
CHANGE = ('np.where(weights < 0, -1, 1).astype(np.int8)', 'np.where(weights < 0, -1, 1)')
