"""The columns ascend through the whole matrix."""
EXPECT = ("check_csr_matvec_hidden_batch", "mixes up the columns")
CELL = "check_csr_matvec"
CHANGE = (('[1, 3, 0, 2, 3, 1]', '[0, 1, 1, 2, 3, 3]'), ('8, 0.5, 0', '8, 0.75, 0'))
