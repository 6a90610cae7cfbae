"""Logits may differ by a tenth: small faults pass for rounding."""
EXPECT = ("check_prune_layer_neurons_check", "by 1e-5, no more")
CELL = "check_prune_layer_neurons"
CHANGE = (
    "if gap > 1e-5 or not np.array_equal(small.layers[place].weights.data, kept):",
    "if gap > 0.1 or not np.array_equal(small.layers[place].weights.data, kept):",
)
