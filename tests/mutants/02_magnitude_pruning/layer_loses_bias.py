"""A new layer is made, and the trained bias is forgotten."""
EXPECT = ("prune_weights_by_magnitude_check", "The bias [0.1, -0.1] stays")

def prune_weights_by_magnitude(layer, pruning_ratio):
    weights = layer.weights.data * magnitude_mask(layer.weights.data, pruning_ratio)
    if isinstance(layer, Dense):
        pruned = Dense(*weights.shape, bias=layer.bias is not None)
    else:
        pruned = deepcopy(layer)
    pruned.weights.data = weights
    return pruned
