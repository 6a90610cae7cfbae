"""The new weights are float32, whatever the layer had."""
EXPECT = ("prune_weights_by_magnitude_check", "Keep the dtype of the layer")
CELL = "prune_weights_by_magnitude"
CHANGE = ("layer.weights.data * mask", "(layer.weights.data * mask).astype(np.float32)")
