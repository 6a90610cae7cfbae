"""What always pays is said to pay from 0 on."""
EXPECT = ("break_even_sparsity_check", "it always pays")
CELL = "break_even_sparsity"
CHANGE = ('return 1 - n_left / n_weights', 'return max(1 - n_left / n_weights, 0.0)')
