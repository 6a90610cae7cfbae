"""It does not look at the dtype."""
EXPECT = ("check_csr_matvec_check", "Look at the dtype")
CELL = "check_csr_matvec"
CHANGE = ('got.dtype == np.float32 and got.shape', 'got.shape')
