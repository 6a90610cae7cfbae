"""The stored zero is the last of its row."""
EXPECT = ("check_csr_matvec_hidden", "first stored zero")
CELL = "check_csr_matvec"
CHANGE = ('[2**24, 8, 0.5, 0, -5, 1.25]', '[2**24, 8, 0.5, -5, 0, 1.25]')
