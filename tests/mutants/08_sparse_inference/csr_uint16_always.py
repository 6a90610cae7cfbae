"""Columns are uint16 whatever their number, and wrap around."""
EXPECT = ("to_csr_check", "starts over at 464")
CELL = "to_csr"
CHANGE = ('np.uint16 if matrix.shape[1] <= 2**16 else np.uint32', 'np.uint16')
