"""The sums are floats."""

EXPECT = ("integer_layer_check", 'sums are int32')
CELL = "integer_layer"
CHANGE = ('inputs.astype(np.int32) @ codes.astype(np.int32) + whole', 'inputs.astype(np.float64) @ codes.astype(np.float64) + whole')
