"""Bytes are divided, not rounded."""
EXPECT = ("break_even_sparsity_check", "a file has whole ones")
CELL = "break_even_sparsity"
CHANGE = ('-(-shape[0] * shape[1] // 8)', 'shape[0] * shape[1] / 8')
