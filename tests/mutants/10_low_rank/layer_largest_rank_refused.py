"""The largest rank that pays is refused."""
EXPECT = ("factorize_layer_check", 'are fewer than 72')
CELL = "factorize_layer"
CHANGE = ('rank > break_even_rank(m, n)', 'rank >= break_even_rank(m, n)')
