"""The sparsity is rounded to four digits."""
EXPECT = ("break_even_sparsity_check", "Do not round the sparsity")
CELL = "break_even_sparsity"
CHANGE = ('1 - n_left / n_weights', 'round(1 - n_left / n_weights, 4)')
