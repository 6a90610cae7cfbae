"""The fixed part is left out."""
EXPECT = ("break_even_sparsity_check", "fixed part has to be paid")
CELL = "break_even_sparsity"
CHANGE = ('(dense - fixed) / each', 'dense / each')
