"""A pair larger than the layer is put in, too."""
EXPECT = ("factorize_layer_check", 'makes 72 of 72')
CELL = "factorize_layer"
CHANGE = (' or rank > break_even_rank(m, n)', '')
