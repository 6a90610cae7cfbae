"""The last row is never empty."""
EXPECT = ("check_csr_matvec_check", "Have an empty last row")
CELL = "check_csr_matvec"
CHANGE = ('([0, 0, 2, 2, 2, 5, 6, 6], [0, 3], [0, 0, 0])', '([0, 0, 2, 2, 2, 5, 6], [0, 3])')
