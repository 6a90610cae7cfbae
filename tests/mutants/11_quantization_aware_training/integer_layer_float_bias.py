"""The bias stays float."""

EXPECT = ("integer_layer_check", 'the sums are')
CELL = "integer_layer"
CHANGE = ('np.rint(bias / step).astype(np.int32)', 'bias / step')
