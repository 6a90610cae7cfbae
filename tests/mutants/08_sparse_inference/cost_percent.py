"""The sparsity comes in percent."""
EXPECT = ("break_even_sparsity_check", "no percent")
CELL = "break_even_sparsity"
CHANGE = ('return 1 - n_left / n_weights', 'return 100 * (1 - n_left / n_weights)')
