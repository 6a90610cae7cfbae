"""A value that is close to zero counts as zero."""
EXPECT = ("decode_gaps_check", "A small weight is not a zero")
CELL = "decode_gaps"
CHANGE = ('np.flatnonzero(matrix)', 'np.flatnonzero(~np.isclose(matrix, 0))')
