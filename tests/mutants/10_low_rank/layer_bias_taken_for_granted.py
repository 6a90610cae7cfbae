"""Every layer is thought to have a bias."""
EXPECT = ("factorize_layer_check", 'your function stops')
CELL = "factorize_layer"
CHANGE = ('    if layer.bias is not None:\n        wide.bias.data = layer.bias.data.copy()', '    wide.bias.data = layer.bias.data.copy()')
