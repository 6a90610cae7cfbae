"""Columns are uint32 even where uint16 does."""
EXPECT = ("to_csr_check", "Each takes room in the file")
CELL = "to_csr"
CHANGE = ('np.uint16 if matrix.shape[1] <= 2**16 else np.uint32', 'np.uint32')
