"""The rows are gathered in a float64 array."""
EXPECT = ("prune_layer_neurons_check", "stay so")
CELL = "prune_layer_neurons"
CHANGE = (
    (
        'raise ValueError(f"layer {layer_idx} is the head: its outputs are the classes")',
        'raise ValueError("the head")',
    ),
    ("old = after.weights.data", "old = after.weights.data.astype(float)"),
)
