"""Inputs are turned into float16."""
EXPECT = ('csr_matvec_check', 'the product is [1, 2]')
CELL = 'csr_matvec'
CHANGE = ('x.take(columns', 'x.astype(np.float16).take(columns')
