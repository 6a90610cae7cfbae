"""The weights given lose their signs."""

EXPECT = ("ternary_check", 'Compute new arrays')
CELL = "ternary"
CHANGE = ('codes = np.where(weights < 0, -1, 1).astype(np.int8)', 'codes = np.where(weights < 0, -1, 1).astype(np.int8)\n    weights[:] = np.abs(weights)')
