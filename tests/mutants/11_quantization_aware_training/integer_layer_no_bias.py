"""The bias is forgotten."""

EXPECT = ("integer_layer_check", 'Divide the bias')
CELL = "integer_layer"
CHANGE = (' + whole', '')
