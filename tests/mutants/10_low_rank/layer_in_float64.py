"""The factors are stored in float64."""
EXPECT = ("factorize_layer_check", 'every parameter is float32')
CELL = "factorize_layer"
CHANGE = ('first.copy(), second.copy()', 'first.astype(float), second.astype(float)')
