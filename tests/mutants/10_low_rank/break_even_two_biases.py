"""The bias is counted for the two layers and not for the one."""
EXPECT = ("break_even_rank_check", 'are fewer')
CELL = "break_even_rank"
CHANGE = ('return (n_inputs * n_outputs - 1) // (n_inputs + n_outputs)', 'return max(0, n_inputs * n_outputs - n_outputs) // (n_inputs + n_outputs)')
