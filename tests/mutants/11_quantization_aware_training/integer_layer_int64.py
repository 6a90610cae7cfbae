"""The sums are int64."""

EXPECT = ("integer_layer_check", 'sums are int32')
CELL = "integer_layer"
CHANGE = ('inputs.astype(np.int32) @ codes.astype(np.int32) + whole', '(inputs.astype(np.int64) @ codes.astype(np.int64) + whole)')
