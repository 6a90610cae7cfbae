"""No value it stores is 0."""
EXPECT = ("check_csr_matvec_check", "Store a 0")
CELL = "check_csr_matvec"
CHANGE = ('[2**24, 8, 0.5, 0, -5, 1.25]', '[2**24, 8, 0.5, 9, -5, 1.25]')
