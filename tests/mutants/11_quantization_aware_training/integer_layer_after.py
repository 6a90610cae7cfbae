"""The product is made wide when it has wrapped already."""

EXPECT = ("integer_layer_check", 'make both int32')
CELL = "integer_layer"
CHANGE = ('inputs.astype(np.int32) @ codes.astype(np.int32) + whole', '(inputs.astype(np.int8) @ codes).astype(np.int32) + whole')
