"""A layer without a bias gets one."""
EXPECT = ("factorize_layer_check", 'a layer without bias gets none')
CELL = "factorize_layer"
CHANGE = ('bias=layer.bias is not None', 'bias=True')
