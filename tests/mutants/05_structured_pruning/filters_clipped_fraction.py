"""A bad fraction is pushed into its range instead of being refused."""
EXPECT = ("prune_structured_check", "asks for a ValueError")
CELL = "prune_structured"
CHANGE = (
    "pruned = model.copy()",
    "keep = min(max(keep, 1e-6), 1.0) if keep == keep else 1.0\n"
    "    pruned = model.copy()",
)
