"""The binary scale is the largest size."""

EXPECT = ("ternary_check", 'not the largest')
CELL = "ternary"
CHANGE = ('np.abs(weights).mean(dtype=np.float64)', 'np.abs(weights).max()')
