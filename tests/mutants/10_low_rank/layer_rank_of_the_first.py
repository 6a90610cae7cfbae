"""All layers are held against the first one's largest rank."""
EXPECT = ("factorize_layer_check", "this layer's own")
CELL = "factorize_layer"
CHANGE = ('rank > break_even_rank(m, n)', 'rank > break_even_rank(*model.layers[weight_places(model)[0]].weights.data.shape)')
