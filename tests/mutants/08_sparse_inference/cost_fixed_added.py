"""The fixed part is added to the dense cost."""
EXPECT = ("break_even_sparsity_check", "a cost of the format")
CELL = "break_even_sparsity"
CHANGE = ('(dense - fixed)', '(dense + fixed)')
