"""Only positive weights count as left."""
EXPECT = ("to_csr_check", "A negative weight is not zero")
CELL = "to_csr"
CHANGE = ('rows, columns = np.nonzero(matrix)', 'matrix = np.maximum(matrix, 0)\n    rows, columns = np.nonzero(matrix)')
