"""The step is the scale of the weights."""

EXPECT = ("integer_layer_check", 'step is scale * in_scale')
CELL = "integer_layer"
CHANGE = ('+ whole, step', '+ whole, scale')
