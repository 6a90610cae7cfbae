"""int16 is taken for wide enough."""

EXPECT = ("integer_layer_check", 'make both int32')
CELL = "integer_layer"
CHANGE = ('inputs.astype(np.int32) @ codes.astype(np.int32) + whole', '(inputs.astype(np.int16) @ codes.astype(np.int16)).astype(np.int32) + whole')
