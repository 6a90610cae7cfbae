"""All values are whole numbers: one that rounds looks right."""
EXPECT = ("check_csr_matvec_check", "Have a fraction")
CELL = "check_csr_matvec"
CHANGE = ('[2**24, 8, 0.5, 0, -5, 1.25]', '[2**24, 8, 3, 0, -5, 2]')
