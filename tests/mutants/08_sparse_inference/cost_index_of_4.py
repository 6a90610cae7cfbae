"""An index always takes 4 bytes."""
EXPECT = ("break_even_sparsity_check", "An index takes 2 bytes here")
CELL = "break_even_sparsity"
CHANGE = ('2 if shape[1] <= 2**16 else 4', '4')
