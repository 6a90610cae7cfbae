"""A new convolution is made with the default stride and padding."""
EXPECT = ("prune_weights_by_magnitude_hidden", "settings included")

def prune_weights_by_magnitude(layer, pruning_ratio):
    weights = layer.weights.data * magnitude_mask(layer.weights.data, pruning_ratio)
    if isinstance(layer, Conv2D):
        pruned = Conv2D(weights.shape[2], weights.shape[3], weights.shape[0])
        pruned.bias = deepcopy(layer.bias)
    else:
        pruned = deepcopy(layer)
    pruned.weights.data = weights
    return pruned
