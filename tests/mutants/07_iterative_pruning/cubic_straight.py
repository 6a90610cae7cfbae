"""The sparsity grows in a straight line."""
EXPECT = ("cubic_sparsity_check", 'not straight')
CELL = "cubic_sparsity"
CHANGE = ('left**3', 'left')
