"""The mask's last byte is lost."""
EXPECT = ("break_even_sparsity_check", "12 places, zero or not")
CELL = "break_even_sparsity"
CHANGE = ('-(-shape[0] * shape[1] // 8)', 'shape[0] * shape[1] // 8')
