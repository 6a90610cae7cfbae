"""The number of values left decides on the dtype of columns."""
EXPECT = ('to_csr_check', 'uint16 ends at 65,535')
CELL = 'to_csr'
CHANGE = ('matrix.shape[1] <= 2**16', 'len(columns) <= 2**16')
