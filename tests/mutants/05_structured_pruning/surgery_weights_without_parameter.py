"""An array is put in the place of the Parameter that should hold it."""
EXPECT = ("prune_layer_neurons_check", "is a Parameter")
CELL = "prune_layer_neurons"
CHANGE = (
    (
        'raise ValueError(f"layer {layer_idx} is the head: its outputs are the classes")',
        'raise ValueError("the head")',
    ),
    ("layer.weights.data = layer.weights.data[..., kept]", "layer.weights = layer.weights.data[..., kept]"),
)
