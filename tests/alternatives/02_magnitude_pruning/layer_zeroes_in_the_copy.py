"""Zeroes entries of the copy's own array."""

def prune_weights_by_magnitude(layer, pruning_ratio):
    twin = deepcopy(layer)
    twin.weights.data[~magnitude_mask(twin.weights.data, pruning_ratio)] = 0
    return twin
