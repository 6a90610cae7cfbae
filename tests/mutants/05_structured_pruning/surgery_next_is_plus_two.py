"""The next layer with weights is thought to stand two places on."""
EXPECT = ("prune_layer_neurons_check", "a Flatten no weights")
CELL = "prune_layer_neurons"
CHANGE = (
    'pruned.layers[following[0]]',
    'pruned.layers[layer_idx + 2]',
)
