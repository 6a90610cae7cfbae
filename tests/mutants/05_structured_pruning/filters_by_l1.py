"""Filters are ranked by l1."""
EXPECT = ("prune_structured_hidden", "others")
CELL = "prune_structured"
CHANGE = (
    'norms = compute_neuron_importance(model.layers[place], "l2")',
    'norms = compute_neuron_importance(model.layers[place], "l1")',
)
