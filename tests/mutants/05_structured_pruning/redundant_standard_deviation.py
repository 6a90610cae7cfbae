"""Units are judged by the standard deviation instead of largest minus smallest."""
EXPECT = ("prune_redundant_neurons_check", "largest minus smallest")
CELL = "prune_redundant_neurons"
CHANGE = (
    "stays = outputs.max(axis=0) - outputs.min(axis=0) > threshold",
    "stays = outputs.std(axis=0) > threshold",
)
