"""The mask is rounded to the nearest byte."""
EXPECT = ("break_even_sparsity_check", "9 bits need a second byte")
CELL = "break_even_sparsity"
CHANGE = ('-(-shape[0] * shape[1] // 8)', 'round(shape[0] * shape[1] / 8)')
