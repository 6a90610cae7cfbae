"""The bias is the very array of the model."""
EXPECT = ("factorize_layer_check", 'shares an array')
CELL = "factorize_layer"
CHANGE = ('wide.bias.data = layer.bias.data.copy()', 'wide.bias.data = layer.bias.data')
