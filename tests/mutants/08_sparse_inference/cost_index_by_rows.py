"""The number of rows decides on the index."""
EXPECT = ("break_even_sparsity_check", "Indices are of columns")
CELL = "break_even_sparsity"
CHANGE = ('2 if shape[1] <= 2**16', '2 if shape[0] <= 2**16')
