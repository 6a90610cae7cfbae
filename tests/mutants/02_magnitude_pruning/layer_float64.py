"""The mask is turned into float64 ones, and the weights double in size."""
EXPECT = ("prune_weights_by_magnitude_hidden", "float32 weights stay float32")
CELL = "prune_weights_by_magnitude"
CHANGE = (
    "mask = magnitude_mask(layer.weights.data, pruning_ratio)",
    "mask = magnitude_mask(layer.weights.data, pruning_ratio).astype(float)",
)
