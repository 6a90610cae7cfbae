"""The head is looked for at the end of the list, where a ReLU may stand."""
EXPECT = ("factorize_layer_hidden_refused", 'the last layer with weights')
CELL = "factorize_layer"
CHANGE = ('layer_idx == weight_places(model)[-1]', 'layer_idx == len(model.layers) - 1')
