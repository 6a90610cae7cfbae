"""A hundredth is taken off the quotient before it is cut."""
EXPECT = ("break_even_rank_hidden", 'is 47; yours is 46')
CELL = "break_even_rank"
CHANGE = ('(n_inputs * n_outputs - 1) // (n_inputs + n_outputs)', 'int(n_inputs * n_outputs / (n_inputs + n_outputs) - 0.01)')
