"""Only dead units go; those that always say the same stay."""
EXPECT = ("prune_redundant_neurons_check", "At threshold 0")
CELL = "prune_redundant_neurons"
CHANGE = (
    "stays = outputs.max(axis=0) - outputs.min(axis=0) > threshold",
    "stays = outputs.max(axis=0) > threshold",
)
