"""Values become float64."""
EXPECT = ("to_csr_check", "Each takes room in the file")
CELL = "to_csr"
CHANGE = ('matrix[rows, columns],', 'matrix[rows, columns].astype(float),')
