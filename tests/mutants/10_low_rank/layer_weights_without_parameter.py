"""Arrays are put in the place of the Parameters that should hold them."""
EXPECT = ("factorize_layer_check", 'no Parameter')
CELL = "factorize_layer"
CHANGE = ('thin.weights.data, wide.weights.data = ', 'thin.weights, wide.weights = ')
