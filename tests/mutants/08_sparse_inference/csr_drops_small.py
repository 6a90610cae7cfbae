"""A small weight counts as zero."""
EXPECT = ("to_csr_check", "A small weight is not a zero")
CELL = "to_csr"
CHANGE = (('rows, columns = np.nonzero(matrix)', 'rows, columns = np.nonzero(np.abs(matrix) > 1e-6)'), ('np.count_nonzero(matrix, axis=1)', 'np.count_nonzero(np.abs(matrix) > 1e-6, axis=1)'))
