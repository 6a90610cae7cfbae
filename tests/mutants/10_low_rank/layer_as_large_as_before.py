"""A pair as large as the layer is put in."""
EXPECT = ("factorize_layer_check", 'makes 72 of 72')
CELL = "factorize_layer"
CHANGE = ('rank > break_even_rank(m, n)', 'rank * (m + n) > m * n')
