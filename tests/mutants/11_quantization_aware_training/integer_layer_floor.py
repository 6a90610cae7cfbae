"""The bias is rounded down."""

EXPECT = ("integer_layer_check", 'not cut off')
CELL = "integer_layer"
CHANGE = ('np.rint(bias / step)', 'np.floor(bias / step)')
