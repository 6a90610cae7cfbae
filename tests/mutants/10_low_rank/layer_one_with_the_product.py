"""One layer holds the product."""
EXPECT = ("factorize_layer_check", 'as large as before')
CELL = "factorize_layer"
CHANGE = ('    small.layers[layer_idx : layer_idx + 1] = [thin, wide]\n', '    small.layers[layer_idx].weights.data = first @ second\n')
