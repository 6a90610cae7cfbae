"""The two are put before the layer, which stays."""
EXPECT = ("factorize_layer_check", 'Two layers take the place')
CELL = "factorize_layer"
CHANGE = ('layer_idx : layer_idx + 1', 'layer_idx:layer_idx')
