"""It has no matrix of one row."""
EXPECT = ("check_csr_matvec_hidden_batch", "a matrix of one row")
CELL = "check_csr_matvec"
CHANGE = ('[0, 3], [0, 0, 0])', '[0, 0, 0])')
