"""The bias is rounded as it is."""

EXPECT = ("integer_layer_check", 'Divide the bias')
CELL = "integer_layer"
CHANGE = ('np.rint(bias / step)', 'np.rint(bias)')
