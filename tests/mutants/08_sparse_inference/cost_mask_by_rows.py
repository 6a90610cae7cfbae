"""Every row of the mask begins with a byte."""
EXPECT = ("break_even_sparsity_check", "need not begin with a byte")
CELL = "break_even_sparsity"
CHANGE = ('-(-shape[0] * shape[1] // 8)', 'shape[0] * -(-shape[1] // 8)')
