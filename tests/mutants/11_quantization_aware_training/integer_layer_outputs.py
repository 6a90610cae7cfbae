"""The outputs come instead of the sums."""

EXPECT = ("integer_layer_check", 'the sums are')
CELL = "integer_layer"
CHANGE = ('inputs.astype(np.int32) @ codes.astype(np.int32) + whole', '(inputs.astype(np.int32) @ codes.astype(np.int32) + whole) * step')
