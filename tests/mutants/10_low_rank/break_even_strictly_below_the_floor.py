"""Whole numbers below the quotient's floor."""
EXPECT = ("break_even_rank_check", 'are fewer')
CELL = "break_even_rank"
CHANGE = ('return (n_inputs * n_outputs - 1) // (n_inputs + n_outputs)', 'return len([r for r in range(1, n_inputs * n_outputs // (n_inputs + n_outputs))])')
