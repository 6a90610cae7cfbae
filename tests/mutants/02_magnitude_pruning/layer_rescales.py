"""What is left is scaled up to keep the sum of sizes."""
EXPECT = ("prune_weights_by_magnitude_check", "Zero where the mask is False")

def prune_weights_by_magnitude(layer, pruning_ratio):
    pruned = deepcopy(layer)
    weights = layer.weights.data * magnitude_mask(layer.weights.data, pruning_ratio)
    total = np.abs(weights).sum()
    if total > 0:
        weights = weights * np.float32(np.abs(layer.weights.data).sum() / total)
    pruned.weights.data = weights
    return pruned
