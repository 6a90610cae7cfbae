"""An index always takes 2 bytes."""
EXPECT = ("break_even_sparsity_check", "70,000 columns ask for")
CELL = "break_even_sparsity"
CHANGE = ('2 if shape[1] <= 2**16 else 4', '2')
