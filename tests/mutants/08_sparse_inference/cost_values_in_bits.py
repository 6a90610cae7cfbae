"""A value is counted with value_bytes bits."""
EXPECT = ("break_even_sparsity_check", "not bits")
CELL = "break_even_sparsity"
CHANGE = ('-(-shape[0] * shape[1] // 8) + n_left * value_bytes', '-(-(shape[0] * shape[1] + n_left * value_bytes) // 8)')
