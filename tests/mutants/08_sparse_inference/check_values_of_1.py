"""All values are 1."""
EXPECT = ("check_csr_matvec_check", "values unlike 1")
CELL = "check_csr_matvec"
CHANGE = ('[2**24, 8, 0.5, 0, -5, 1.25]', '[1, 1, 1, 1, 1, 1]')
