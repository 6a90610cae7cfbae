"""Where all outputs stay, the very model comes back."""
EXPECT = ("prune_layer_neurons_check", "also where nothing goes")
CELL = "prune_layer_neurons"
CHANGE = (
    '    pruned, kept = model.copy(), sorted(keep)\n',
    '    if len(keep) == n_outputs:\n        return model\n    pruned, kept = model.copy(), sorted(keep)\n',
)
