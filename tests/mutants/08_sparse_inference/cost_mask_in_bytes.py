"""The mask has a byte for each place."""
EXPECT = ("break_even_sparsity_check", "not a byte")
CELL = "break_even_sparsity"
CHANGE = ('-(-shape[0] * shape[1] // 8)', 'shape[0] * shape[1]')
