"""Zeros are left out of the binary scale."""

EXPECT = ("ternary_check", 'Zeros count')
CELL = "ternary"
CHANGE = ('np.abs(weights).mean(dtype=np.float64)', 'np.abs(weights)[weights != 0].mean()')
