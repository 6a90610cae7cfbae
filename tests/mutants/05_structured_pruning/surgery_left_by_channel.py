"""The next weights are reshaped by channel, cut, and never shaped back."""
EXPECT = ("prune_layer_neurons_check", "have 2 axes")
CELL = "prune_layer_neurons"
CHANGE = (
    (
        'raise ValueError(f"layer {layer_idx} is the head: its outputs are the classes")',
        'raise ValueError("the head")',
    ),
    (
        "after.weights.data = by_channel[:, kept].reshape(*old.shape[:-2], -1, old.shape[-1])",
        "after.weights.data = by_channel[:, kept]",
    ),
)
