"""The order of the list is expected where that of the model is right."""
EXPECT = ("check_prune_layer_neurons_check", "right_for_dense_networks")
CELL = "check_prune_layer_neurons"
CHANGE = (
    "kept = model.layers[place].weights.data[..., sorted(keep)]",
    "kept = model.layers[place].weights.data[..., keep]",
)
