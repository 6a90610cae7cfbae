"""No value is negative."""
EXPECT = ("check_csr_matvec_check", "Have a negative value")
CELL = "check_csr_matvec"
CHANGE = ('-5, 1.25', '5, 1.25')
