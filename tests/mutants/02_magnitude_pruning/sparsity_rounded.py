"""The sparsity is rounded to four places."""
EXPECT = ("calculate_sparsity_check", "do not round")
CELL = "calculate_sparsity"
CHANGE = ("float(n_zeros / n_weights)", "round(float(n_zeros / n_weights), 4)")
