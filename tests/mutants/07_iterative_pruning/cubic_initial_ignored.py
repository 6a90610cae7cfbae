"""It always starts from 0."""
EXPECT = ("cubic_sparsity_check", 'It starts from initial')
CELL = "cubic_sparsity"
CHANGE = ('(initial - final)', '-final')
