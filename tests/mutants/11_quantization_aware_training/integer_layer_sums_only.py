"""Only the sums come back."""

EXPECT = ("integer_layer_check", 'returns sums and step')
CELL = "integer_layer"
CHANGE = ('+ whole, step', '+ whole')
