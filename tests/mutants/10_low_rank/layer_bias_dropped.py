"""Neither layer has a bias."""
EXPECT = ("factorize_layer_check", 'The old bias stands')
CELL = "factorize_layer"
CHANGE = (
    ('bias=layer.bias is not None', 'bias=False'),
    ('    if layer.bias is not None:\n        wide.bias.data = layer.bias.data.copy()\n', ''),
)
