"""The number of outputs is set beside the arrays, from which it follows."""
EXPECT = ("prune_layer_neurons_check", "cannot be set")
CELL = "prune_layer_neurons"
CHANGE = (
    '    return pruned\n',
    '    layer.out_features = len(kept)\n    return pruned\n',
)
