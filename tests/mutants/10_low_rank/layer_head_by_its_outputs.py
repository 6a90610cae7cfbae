"""Any layer with as many outputs as the head is taken for it."""
EXPECT = ("factorize_layer_hidden", 'Only the last layer with weights')
CELL = "factorize_layer"
CHANGE = ('layer_idx == weight_places(model)[-1]', 'n == model.layers[weight_places(model)[-1]].weights.data.shape[1]')
