"""No matrix of its is empty throughout."""
EXPECT = ("check_csr_matvec_check", "a matrix without values")
CELL = "check_csr_matvec"
CHANGE = ('([0, 0, 2, 2, 2, 5, 6, 6], [0, 3], [0, 0, 0])', '([0, 0, 2, 2, 2, 5, 6, 6], [0, 3])')
