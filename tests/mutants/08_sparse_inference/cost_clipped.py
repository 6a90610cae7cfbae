"""The sparsity is clipped to 0 and 1."""
EXPECT = ("break_even_sparsity_check", "do not clip")
CELL = "break_even_sparsity"
CHANGE = ('return 1 - n_left / n_weights', 'return min(max(1 - n_left / n_weights, 0.0), 1.0)')
