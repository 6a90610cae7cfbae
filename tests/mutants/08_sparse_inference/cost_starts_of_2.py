"""A row start is counted with 2 bytes."""
EXPECT = ("break_even_sparsity_check", "A start takes 4 bytes")
CELL = "break_even_sparsity"
CHANGE = ('4 * (shape[0] + 1)', '2 * (shape[0] + 1)')
