"""Minus zero is stored as a value."""
EXPECT = ("to_csr_check", "-0.0 equals zero")
CELL = "to_csr"
CHANGE = (('rows, columns = np.nonzero(matrix)', 'left = (matrix != 0) | np.signbit(matrix)\n    rows, columns = np.nonzero(left)'), ('np.count_nonzero(matrix, axis=1)', 'np.count_nonzero(left, axis=1)'))
