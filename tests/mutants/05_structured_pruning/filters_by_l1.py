"""Filters are ranked by l1."""
EXPECT = ("prune_structured_check", "by l1 it would have 4")
CELL = "prune_structured"
CHANGE = (
    'norms = compute_neuron_importance(model.layers[place], "l2")',
    'norms = compute_neuron_importance(model.layers[place], "l1")',
)
