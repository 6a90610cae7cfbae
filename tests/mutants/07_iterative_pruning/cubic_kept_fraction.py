"""What is left is returned."""
EXPECT = ("cubic_sparsity_check", 'what is left, not what is gone')
CELL = "cubic_sparsity"
CHANGE = ('return final + (initial - final) * left**3', 'return 1 - (final + (initial - final) * left**3)')
