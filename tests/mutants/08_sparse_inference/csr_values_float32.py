"""Values become float32, even for an int8 matrix."""
EXPECT = ("to_csr_check", "Keep the dtype")
CELL = "to_csr"
CHANGE = ('matrix[rows, columns],', 'matrix[rows, columns].astype(np.float32),')
