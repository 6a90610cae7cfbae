"""The number of zeros is returned, not their share."""
EXPECT = ("break_even_sparsity_check", "a share of the n_weights")
CELL = "break_even_sparsity"
CHANGE = ('return 1 - n_left / n_weights', 'return n_weights - n_left')
