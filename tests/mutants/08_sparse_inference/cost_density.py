"""The share that is left is returned."""
EXPECT = ("break_even_sparsity_check", "zeros are the rest")
CELL = "break_even_sparsity"
CHANGE = ('return 1 - n_left / n_weights', 'return n_left / n_weights')
