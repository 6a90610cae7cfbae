"""The place is looked for again, by the shape of the weights."""
EXPECT = ("factorize_layer_hidden", 'For layer 2, 12 inputs')
CELL = "factorize_layer"
CHANGE = ('    small.layers[layer_idx', '    layer_idx = next(i for i in weight_places(model)\n                     if model.layers[i].weights.data.shape == (m, n))\n    small.layers[layer_idx')
