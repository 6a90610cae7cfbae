"""Binary codes are 0 and 1."""

EXPECT = ("ternary_check", 'The code is the sign')
CELL = "ternary"
CHANGE = ('np.where(weights < 0, -1, 1)', 'np.where(weights < 0, 0, 1)')
