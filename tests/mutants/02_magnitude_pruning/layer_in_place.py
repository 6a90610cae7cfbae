"""The layer given is pruned itself and handed back."""
EXPECT = ("prune_weights_by_magnitude_check", "work on deepcopy")

def prune_weights_by_magnitude(layer, pruning_ratio):
    layer.weights.data = layer.weights.data * magnitude_mask(layer.weights.data, pruning_ratio)
    return layer
