"""Each output has a binary scale of its own."""

EXPECT = ("ternary_check", 'one scale for')
CELL = "ternary"
CHANGE = ('float(np.abs(weights).mean(dtype=np.float64))', 'np.abs(weights).mean(axis=0)')
