"""A small value counts as zero."""
EXPECT = ("unpack_bitmask_check", "A small weight is not a zero")
CELL = "unpack_bitmask"
CHANGE = ('left = matrix != 0', 'left = np.abs(matrix) > 1e-6')
