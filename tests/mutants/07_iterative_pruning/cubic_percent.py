"""The sparsity comes in percent."""
EXPECT = ("cubic_sparsity_check", 'Compare with the formula')
CELL = "cubic_sparsity"
CHANGE = ('return final + (initial - final) * left**3', 'return 100 * (final + (initial - final) * left**3)')
