"""The bias given is divided in place."""

EXPECT = ("integer_layer_check", 'has changed')
CELL = "integer_layer"
CHANGE = ('whole = np.rint(bias / step)', 'bias /= np.float32(step)\n    whole = np.rint(bias)')
