"""Minus zero is stored as a value."""
EXPECT = ("unpack_bitmask_check", "-0.0 equals zero")
CELL = "unpack_bitmask"
CHANGE = ('left = matrix != 0', 'left = (matrix != 0) | np.signbit(matrix)')
