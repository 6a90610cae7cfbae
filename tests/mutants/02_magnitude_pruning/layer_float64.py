"""The mask is turned into float64 ones, and the weights double in size."""
EXPECT = ("prune_weights_by_magnitude_check", "float32, and stay so")
CELL = "prune_weights_by_magnitude"
CHANGE = (
    "mask = magnitude_mask(layer.weights.data, pruning_ratio)",
    "mask = magnitude_mask(layer.weights.data, pruning_ratio).astype(float)",
)
