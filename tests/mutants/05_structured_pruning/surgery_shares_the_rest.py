"""Layers that are not cut are those of the model."""
EXPECT = ("prune_layer_neurons_check", "shares an array")
CELL = "prune_layer_neurons"
CHANGE = (
    '    layer, after = pruned',
    '    cut = (layer_idx, following[0])\n    pruned.layers = [p if i in cut else m for i, (p, m) in enumerate(zip(pruned.layers, model.layers))]\n    layer, after = pruned',
)
