"""Every layer is thought to have a bias."""
EXPECT = ("prune_layer_neurons_check", "without a bias")
CELL = "prune_layer_neurons"
CHANGE = (
    (
        'raise ValueError(f"layer {layer_idx} is the head: its outputs are the classes")',
        'raise ValueError("the head")',
    ),
    ("if layer.bias is not None:\n        layer.bias.data", "if True:\n        layer.bias.data"),
)
