"""A place in the whole matrix is stored instead of a column."""
EXPECT = ("to_csr_check", "from the beginning of its row")
CELL = "to_csr"
CHANGE = ('return matrix[rows, columns], columns.astype(index), starts', 'return matrix[rows, columns], np.flatnonzero(matrix).astype(index), starts')
