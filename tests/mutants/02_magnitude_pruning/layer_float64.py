"""The mask is turned into float64 ones, and the weights double in size."""
EXPECT = ("prune_weights_by_magnitude_hidden", "float32 weights stay float32")

def prune_weights_by_magnitude(layer, pruning_ratio):
    pruned = deepcopy(layer)
    mask = magnitude_mask(layer.weights.data, pruning_ratio).astype(float)
    pruned.weights.data = layer.weights.data * mask
    return pruned
