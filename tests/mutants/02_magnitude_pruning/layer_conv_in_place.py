"""A Dense is copied, and any other layer is pruned itself."""
EXPECT = ("prune_weights_by_magnitude_hidden", "an array of their own")

def prune_weights_by_magnitude(layer, pruning_ratio):
    pruned = deepcopy(layer) if isinstance(layer, Dense) else layer
    mask = magnitude_mask(layer.weights.data, pruning_ratio)
    pruned.weights.data = layer.weights.data * mask
    return pruned
