"""The bias is rounded to the grid of the weights."""

EXPECT = ("integer_layer_check", 'Divide the bias')
CELL = "integer_layer"
CHANGE = ('bias / step', 'bias / scale')
