"""CSR counts four bytes a value, whatever value_bytes says."""
EXPECT = ("break_even_sparsity_check", "takes value_bytes, here 1")
CELL = "break_even_sparsity"
CHANGE = ('(value_bytes + index_bytes)', '(4 + index_bytes)')
