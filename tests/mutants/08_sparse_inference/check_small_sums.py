"""All its sums are of one size: running totals look right."""
EXPECT = ("check_csr_matvec_check", "many millions")
CELL = "check_csr_matvec"
CHANGE = ('[2**24, 8, 0.5, 0, -5, 1.25]', '[16, 8, 0.5, 0, -5, 1.25]')
