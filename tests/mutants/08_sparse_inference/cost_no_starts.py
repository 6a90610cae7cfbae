"""The row starts are forgotten."""
EXPECT = ("break_even_sparsity_check", "starts are there, too")
CELL = "break_even_sparsity"
CHANGE = (' + 4 * (shape[0] + 1)', '')
