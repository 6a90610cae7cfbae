"""Two empty rows never follow each other."""
EXPECT = ("check_csr_matvec_hidden", "two empty rows in a row")
CELL = "check_csr_matvec"
CHANGE = ('[0, 0, 2, 2, 2, 5, 6, 6]', '[0, 0, 2, 2, 5, 6, 6]')
