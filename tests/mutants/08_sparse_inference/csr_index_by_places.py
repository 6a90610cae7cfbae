"""The number of places, rows times columns, decides on the dtype of columns."""
EXPECT = ('to_csr_check', 'not that of places')
CELL = 'to_csr'
CHANGE = ('matrix.shape[1] <= 2**16', 'matrix.size <= 2**16')
