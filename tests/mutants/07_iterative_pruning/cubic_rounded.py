"""The sparsity is rounded to two places."""
EXPECT = ("cubic_sparsity_check", 'Compare with the formula')
CELL = "cubic_sparsity"
CHANGE = ('return final + (initial - final) * left**3', 'return round(final + (initial - final) * left**3, 2)')
