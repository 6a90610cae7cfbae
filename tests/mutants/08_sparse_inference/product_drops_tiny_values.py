"""Values close to zero are taken for zeros."""
EXPECT = ('csr_matvec_check', 'A small value is no zero')
CELL = 'csr_matvec'
CHANGE = ('    products = x', '    values = np.where(np.isclose(values, 0), 0, values)\n    products = x')
