"""The share is taken of the dense cost."""
EXPECT = ("break_even_sparsity_check", "not of dense")
CELL = "break_even_sparsity"
CHANGE = ('n_left / n_weights', '(dense - fixed) / dense')
