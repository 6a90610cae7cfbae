"""Columns keep the 8 bytes that np.nonzero gives them."""
EXPECT = ("to_csr_check", "Each takes room in the file")
CELL = "to_csr"
CHANGE = ('columns.astype(index)', 'columns')
