"""The copy is pruned and never returned."""
EXPECT = ("prune_weights_by_magnitude_check", "Return the new layer")

def prune_weights_by_magnitude(layer, pruning_ratio):
    pruned = deepcopy(layer)
    pruned.weights.data = layer.weights.data * magnitude_mask(layer.weights.data, pruning_ratio)
