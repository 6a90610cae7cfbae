"""The model that was given is cut itself."""
EXPECT = ("prune_layer_neurons_check", "Operate on a copy")
CELL = "prune_layer_neurons"
CHANGE = (
    (
        'raise ValueError(f"layer {layer_idx} is the head: its outputs are the classes")',
        'raise ValueError("the head")',
    ),
    ("pruned, kept = model.copy(), sorted(keep)", "pruned, kept = model, sorted(keep)"),
)
