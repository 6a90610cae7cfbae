"""The binary scale is the mean with signs."""

EXPECT = ("ternary_check", 'sizes have no sign')
CELL = "ternary"
CHANGE = ('np.abs(weights).mean(dtype=np.float64)', 'weights.mean()')
