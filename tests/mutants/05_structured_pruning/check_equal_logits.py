"""Logits have to be equal to the last bit, so that right surgery is refused for rounding."""
EXPECT = ("check_prune_layer_neurons_check", "right_for_dense_networks")
CELL = "check_prune_layer_neurons"
CHANGE = (
    (
        "gap = np.abs(small.forward(inputs) - masked.forward(inputs)).max()",
        "same = np.array_equal(small.forward(inputs), masked.forward(inputs))",
    ),
    (
        "if gap > 1e-5 or not np.array_equal(small.layers[place].weights.data, kept):",
        "if not same or not np.array_equal(small.layers[place].weights.data, kept):",
    ),
)
