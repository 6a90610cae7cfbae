"""A bad ratio is clipped before it can be refused."""
EXPECT = ("prune_weights_by_magnitude_hidden", "asks for a ValueError")

def prune_weights_by_magnitude(layer, pruning_ratio):
    pruned = deepcopy(layer)
    ratio = float(np.clip(np.nan_to_num(pruning_ratio), 0, 1))
    pruned.weights.data = layer.weights.data * magnitude_mask(layer.weights.data, ratio)
    return pruned
