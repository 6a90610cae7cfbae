"""No value is negative."""
EXPECT = ("check_csr_matvec_hidden_batch", "loses the sign")
CELL = "check_csr_matvec"
CHANGE = ('-5, 1.25', '5, 1.25')
