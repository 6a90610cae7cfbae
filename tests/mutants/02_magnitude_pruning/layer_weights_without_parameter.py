"""The Parameter is replaced by a bare array."""
EXPECT = ("prune_weights_by_magnitude_check", "weights is a Parameter")

def prune_weights_by_magnitude(layer, pruning_ratio):
    pruned = deepcopy(layer)
    pruned.weights = layer.weights.data * magnitude_mask(layer.weights.data, pruning_ratio)
    return pruned
