"""The bias is divided by the scale of the inputs alone."""

EXPECT = ("integer_layer_check", 'in_scale alone')
CELL = "integer_layer"
CHANGE = ('bias / step', 'bias / in_scale')
