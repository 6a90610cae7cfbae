"""Small weights are set to zero in the matrix given."""
EXPECT = ("to_csr_check", "changed the matrix")
CELL = "to_csr"
CHANGE = ('rows, columns = np.nonzero(matrix)', 'matrix[np.abs(matrix) < 1e-6] = 0\n    rows, columns = np.nonzero(matrix)')
