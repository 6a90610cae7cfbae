"""The binary scale is the spread."""

EXPECT = ("ternary_check", 'not the spread')
CELL = "ternary"
CHANGE = ('np.abs(weights).mean(dtype=np.float64)', 'np.sqrt(np.mean(weights**2))')
