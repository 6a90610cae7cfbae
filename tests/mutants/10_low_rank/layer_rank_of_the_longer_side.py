"""Ranks are allowed up to the shorter side."""
EXPECT = ("factorize_layer_check", 'makes 72 of 72')
CELL = "factorize_layer"
CHANGE = ('rank > break_even_rank(m, n)', 'rank > min(m, n)')
