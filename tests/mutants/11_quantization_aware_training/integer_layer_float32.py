"""The products are added in float32, which is exact up to 2^24 only."""

EXPECT = ("integer_layer_hidden", 'in integers')
CELL = "integer_layer"
CHANGE = ('inputs.astype(np.int32) @ codes.astype(np.int32) + whole', '(inputs.astype(np.float32) @ codes.astype(np.float32)).astype(np.int32) + whole')
