"""The sum of the reciprocals is inverted, and rounded on the way."""
EXPECT = ("break_even_rank_hidden", 'break_even_rank(98, 98) is 48')
CELL = "break_even_rank"
CHANGE = ('(n_inputs * n_outputs - 1) // (n_inputs + n_outputs)', 'int(np.ceil(1 / (1 / n_inputs + 1 / n_outputs))) - 1')
