"""The largest rank that pays is refused."""
EXPECT = ("factorize_layer_check", 'is at most break_even_rank')
CELL = "factorize_layer"
CHANGE = ('rank > break_even_rank(m, n)', 'rank >= break_even_rank(m, n)')
