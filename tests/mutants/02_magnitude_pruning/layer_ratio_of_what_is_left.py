"""The ratio counts only weights that are not zero yet."""
EXPECT = ("prune_weights_by_magnitude_check", "zeros too")

def prune_weights_by_magnitude(layer, pruning_ratio):
    pruned = deepcopy(layer)
    weights = pruned.weights.data.copy()
    left = weights != 0
    weights[left] = weights[left] * magnitude_mask(weights[left], pruning_ratio)
    pruned.weights.data = weights
    return pruned
