"""A matrix of one row loses its axis."""
EXPECT = ("to_csr_check", "A matrix has two axes")
CELL = "to_csr"
CHANGE = ('rows, columns = np.nonzero(matrix)', 'matrix = matrix.squeeze()\n    rows, columns = np.nonzero(matrix)')
