"""The first layer is replaced whatever layer_idx says."""
EXPECT = ("factorize_layer_check", 'Take the layer out')
CELL = "factorize_layer"
CHANGE = ('small.layers[layer_idx : layer_idx + 1]', 'small.layers[0:1]')
