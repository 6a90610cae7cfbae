"""The indices of the values are forgotten."""
EXPECT = ("break_even_sparsity_check", "indices of the values are there")
CELL = "break_even_sparsity"
CHANGE = ('(value_bytes + index_bytes)', 'value_bytes')
