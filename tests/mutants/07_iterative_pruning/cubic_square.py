"""The second power is taken."""
EXPECT = ("cubic_sparsity_check", 'third power')
CELL = "cubic_sparsity"
CHANGE = ('left**3', 'left**2')
