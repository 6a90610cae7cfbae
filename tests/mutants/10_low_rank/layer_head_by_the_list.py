"""The head is looked for at the end of the list, where a ReLU may stand."""
EXPECT = ("factorize_layer_check", 'is the head')
CELL = "factorize_layer"
CHANGE = ('layer_idx == weight_places(model)[-1]', 'layer_idx == len(model.layers) - 1')
