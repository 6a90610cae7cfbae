"""The number of values is rounded down."""
EXPECT = ("break_even_sparsity_check", "Do not round k")
CELL = "break_even_sparsity"
CHANGE = ('(dense - fixed) / each', 'int((dense - fixed) / each)')
