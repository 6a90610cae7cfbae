"""The values beside the mask are forgotten."""
EXPECT = ("break_even_sparsity_check", "The values are there, too")
CELL = "break_even_sparsity"
CHANGE = (' + n_left * value_bytes\n', '\n')
