"""Layers are built anew, and every pooling takes 2 by 2 pixels."""
EXPECT = ("prune_layer_neurons_hidden_input", "pools 3 by 3")
CELL = "prune_layer_neurons"
CHANGE = (
    (
        'raise ValueError(f"layer {layer_idx} is the head: its outputs are the classes")',
        'raise ValueError("the head")',
    ),
    (
        "pruned, kept = model.copy(), sorted(keep)",
        "pruned, kept = model.copy(), sorted(keep)\n"
        "    pruned = Sequential([MaxPool2D(2) if isinstance(part, MaxPool2D) else part\n"
        "                         for part in pruned.layers])",
    ),
)
