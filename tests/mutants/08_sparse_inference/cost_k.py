"""The number of values left is returned."""
EXPECT = ("break_even_sparsity_check", "turn it into a sparsity")
CELL = "break_even_sparsity"
CHANGE = ('return 1 - n_left / n_weights', 'return n_left')
