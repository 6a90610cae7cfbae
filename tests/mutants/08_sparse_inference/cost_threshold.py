"""65,536 columns are thought to need 4 bytes."""
EXPECT = ("break_even_sparsity_check", "Columns up")
CELL = "break_even_sparsity"
CHANGE = ('<= 2**16', '< 2**16')
