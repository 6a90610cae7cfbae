"""The pruned weights are returned instead of a layer."""
EXPECT = ("prune_weights_by_magnitude_check", "Return the new layer")

def prune_weights_by_magnitude(layer, pruning_ratio):
    return layer.weights.data * magnitude_mask(layer.weights.data, pruning_ratio)
