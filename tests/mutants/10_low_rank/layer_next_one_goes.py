"""The ReLU behind the layer goes as well."""
EXPECT = ("factorize_layer_check", 'Take the layer out')
CELL = "factorize_layer"
CHANGE = ('layer_idx : layer_idx + 1', 'layer_idx : layer_idx + 2')
