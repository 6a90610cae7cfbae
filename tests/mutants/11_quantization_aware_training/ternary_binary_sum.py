"""The binary scale is the sum of the sizes."""

EXPECT = ("ternary_check", 'not the sum')
CELL = "ternary"
CHANGE = ('np.abs(weights).mean(dtype=np.float64)', 'np.abs(weights).sum()')
