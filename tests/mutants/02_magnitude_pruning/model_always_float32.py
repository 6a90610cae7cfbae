"""The new weights are float32, whatever the layer had."""
EXPECT = ("prune_model_by_magnitude_check", "Give every layer its own weights")
CELL = "prune_model_by_magnitude"
CHANGE = (
    "layer.weights.data = (row * mask).reshape(layer.weights.data.shape)",
    "layer.weights.data = (row * mask).reshape(layer.weights.data.shape).astype(np.float32)",
)
