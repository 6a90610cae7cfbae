"""A quantile of the sizes decides, and the mask is not asked: equal weights go together."""
EXPECT = ("prune_weights_by_magnitude_check", "cannot split equals")
CELL = "prune_weights_by_magnitude"
CHANGE = (
    "mask = magnitude_mask(layer.weights.data, pruning_ratio)",
    "sizes = np.abs(layer.weights.data)\n"
    "    mask = sizes > np.quantile(sizes, pruning_ratio)",
)
