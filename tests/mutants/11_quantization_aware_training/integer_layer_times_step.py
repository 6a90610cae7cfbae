"""The bias is multiplied by the step."""

EXPECT = ("integer_layer_check", 'Divide the bias')
CELL = "integer_layer"
CHANGE = ('bias / step', 'bias * step')
