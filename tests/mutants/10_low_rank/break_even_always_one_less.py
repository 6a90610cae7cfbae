"""One is always taken off, not only where the division is even."""
EXPECT = ("break_even_rank_check", 'are fewer')
CELL = "break_even_rank"
CHANGE = ('return (n_inputs * n_outputs - 1) // (n_inputs + n_outputs)', 'return n_inputs * n_outputs // (n_inputs + n_outputs) - 1')
