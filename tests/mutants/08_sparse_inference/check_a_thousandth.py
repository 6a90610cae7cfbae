"""Errors of a thousandth are tolerated."""
EXPECT = ('check_csr_matvec_check', 'Five digits are due')
CELL = 'check_csr_matvec'
CHANGE = ('np.allclose(got, want)', 'np.allclose(got, want, rtol=1e-3)')
