"""The first row is never empty."""
EXPECT = ("check_csr_matvec_hidden", "errs when the first row is empty")
CELL = "check_csr_matvec"
CHANGE = ('([0, 0, 2, 2, 2, 5, 6, 6], [0, 3], [0, 0, 0])', '([0, 2, 2, 2, 5, 6, 6], [0, 3])')
