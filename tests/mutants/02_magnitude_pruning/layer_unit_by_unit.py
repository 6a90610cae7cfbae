"""Every unit loses the same share of its own weights."""
EXPECT = ("prune_weights_by_magnitude_check", "Zero where the mask is False")

def prune_weights_by_magnitude(layer, pruning_ratio):
    pruned = deepcopy(layer)
    columns = pruned.weights.data.reshape(-1, pruned.weights.data.shape[-1]).copy()
    for unit in range(columns.shape[1]):
        columns[:, unit] *= magnitude_mask(columns[:, unit], pruning_ratio)
    pruned.weights.data = columns.reshape(pruned.weights.data.shape)
    return pruned
