"""The mask always has a byte more."""
EXPECT = ("break_even_sparsity_check", "and no third")
CELL = "break_even_sparsity"
CHANGE = ('-(-shape[0] * shape[1] // 8)', '(shape[0] * shape[1] // 8 + 1)')
