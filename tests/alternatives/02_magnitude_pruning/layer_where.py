"""Copies through a one-layer model, and chooses by np.where."""

def prune_weights_by_magnitude(layer, pruning_ratio):
    (pruned,) = Sequential([layer]).copy().layers
    kept = magnitude_mask(layer.weights.data, pruning_ratio)
    pruned.weights.data = np.where(kept, pruned.weights.data, np.zeros_like(layer.weights.data))
    return pruned
