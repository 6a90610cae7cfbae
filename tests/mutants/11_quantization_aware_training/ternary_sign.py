"""A binary weight of 0 gets the code 0."""

EXPECT = ("ternary_check", '0 counts as positive')
CELL = "ternary"
CHANGE = ('np.where(weights < 0, -1, 1).astype(np.int8)', 'np.sign(weights).astype(np.int8)')
