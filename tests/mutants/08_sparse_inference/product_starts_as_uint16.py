"""Begins of rows are turned into uint16."""
EXPECT = ('csr_matvec_check', 'starts goes beyond')
CELL = 'csr_matvec'
CHANGE = ('starts[filled]', 'starts[filled].astype(np.uint16)')
