"""Sums have to agree to the last bit, so that another order is refused."""
EXPECT = ("check_csr_matvec_check", "too strict")
CELL = "check_csr_matvec"
CHANGE = ('np.allclose(got, want)', 'np.array_equal(got, want)')
