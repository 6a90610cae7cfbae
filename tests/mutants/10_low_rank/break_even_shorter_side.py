"""The largest rank that there is."""
EXPECT = ("break_even_rank_check", 'are fewer')
CELL = "break_even_rank"
CHANGE = ('return (n_inputs * n_outputs - 1) // (n_inputs + n_outputs)', 'return min(n_inputs, n_outputs)')
