"""Without weights the whole number 0 comes, and no float."""
EXPECT = ("calculate_sparsity_check", "A float, too")
CELL = "calculate_sparsity"
CHANGE = ("if n_weights else 0.0", "if n_weights else 0")
