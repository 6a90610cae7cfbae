"""The second layer begins with a fresh bias of zeros."""
EXPECT = ("factorize_layer_check", 'logits')
CELL = "factorize_layer"
CHANGE = ('    if layer.bias is not None:\n        wide.bias.data = layer.bias.data.copy()\n', '')
