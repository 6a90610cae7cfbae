"""The filters with the smallest norms stay."""
EXPECT = ("prune_structured_check", "largest norms stay")
CELL = "prune_structured"
CHANGE = (
    "pruned = prune_layer_neurons(pruned, place, neurons_to_keep(norms, keep))",
    "pruned = prune_layer_neurons(pruned, place, neurons_to_keep(-norms, keep))",
)
