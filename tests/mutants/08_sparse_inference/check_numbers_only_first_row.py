"""Only the first number of the result is compared."""
EXPECT = ("check_csr_matvec_check", "Have a fraction")
CELL = "check_csr_matvec"
CHANGE = ('np.allclose(got, want)', 'np.allclose(got.ravel()[:1], want.ravel()[:1])')
