"""The quotient comes as it is."""
EXPECT = ("break_even_rank_check", 'Return an int')
CELL = "break_even_rank"
CHANGE = ('return (n_inputs * n_outputs - 1) // (n_inputs + n_outputs)', 'return n_inputs * n_outputs / (n_inputs + n_outputs)')
