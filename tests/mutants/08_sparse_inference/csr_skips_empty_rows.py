"""An empty row has no entry in starts."""
EXPECT = ("to_csr_check", "The empty row 1 has its entry")
CELL = "to_csr"
CHANGE = ('ends = np.cumsum(np.count_nonzero(matrix, axis=1))', 'ends = np.cumsum(np.unique(rows, return_counts=True)[1])')
