"""The cube is of the time that is over: slow at first."""
EXPECT = ("cubic_sparsity_check", 'The cube is of what is left')
CELL = "cubic_sparsity"
CHANGE = ('final + (initial - final) * left**3', 'initial + (final - initial) * (1 - left)**3')
