"""The small integers are multiplied as they are."""

EXPECT = ("integer_layer_check", 'make both int32')
CELL = "integer_layer"
CHANGE = ('inputs.astype(np.int32) @ codes.astype(np.int32) + whole', '(inputs @ codes).astype(np.int32) + whole')
