"""A Dense is copied, and any other layer is pruned itself."""
EXPECT = ("prune_weights_by_magnitude_hidden", "an array of their own")
CELL = "prune_weights_by_magnitude"
CHANGE = (
    "pruned = deepcopy(layer)",
    "pruned = deepcopy(layer) if isinstance(layer, Dense) else layer",
)
