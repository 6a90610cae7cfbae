"""The mask is applied the wrong way round: what should stay is cut."""
EXPECT = ("prune_weights_by_magnitude_check", "Zero where the mask is False")

def prune_weights_by_magnitude(layer, pruning_ratio):
    pruned = deepcopy(layer)
    pruned.weights.data[magnitude_mask(layer.weights.data, pruning_ratio)] = 0
    return pruned
