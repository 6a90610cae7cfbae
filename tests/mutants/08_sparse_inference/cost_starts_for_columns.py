"""There is a start for each column."""
EXPECT = ("break_even_sparsity_check", "Starts are for rows")
CELL = "break_even_sparsity"
CHANGE = ('(shape[0] + 1)', '(shape[1] + 1)')
