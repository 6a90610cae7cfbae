"""At least rank 1 always comes."""
EXPECT = ("break_even_rank_check", 'even rank 1 has 51')
CELL = "break_even_rank"
CHANGE = ('return (n_inputs * n_outputs - 1) // (n_inputs + n_outputs)', 'return max(1, (n_inputs * n_outputs - 1) // (n_inputs + n_outputs))')
