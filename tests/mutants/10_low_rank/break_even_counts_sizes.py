"""The singular values are counted as weights of their own."""
EXPECT = ("break_even_rank_check", 'is 26')
CELL = "break_even_rank"
CHANGE = ('return (n_inputs * n_outputs - 1) // (n_inputs + n_outputs)', 'return (n_inputs * n_outputs - 1) // (n_inputs + n_outputs + 1)')
