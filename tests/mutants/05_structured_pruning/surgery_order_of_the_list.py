"""What stays is put in the order of the list."""
EXPECT = ("prune_layer_neurons_check", "not of the list")
CELL = "prune_layer_neurons"
CHANGE = (
    (
        'raise ValueError(f"layer {layer_idx} is the head: its outputs are the classes")',
        'raise ValueError("the head")',
    ),
    (
        "pruned, kept = model.copy(), sorted(keep)",
        "pruned, kept = model.copy(), list(keep)",
    ),
)
