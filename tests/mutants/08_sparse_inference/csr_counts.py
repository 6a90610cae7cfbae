"""starts holds counts that are not added up."""
EXPECT = ("to_csr_check", "Counts are not yet places")
CELL = "to_csr"
CHANGE = ('np.cumsum(np.count_nonzero(matrix, axis=1))', 'np.count_nonzero(matrix, axis=1)')
