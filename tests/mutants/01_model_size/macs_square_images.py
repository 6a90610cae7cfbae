"""Images are taken to be square: rows times rows."""

EXPECT = ("count_macs_check", "2 positions with 4 products each")
CELL = "count_macs"
CHANGE = (
    "macs += math.prod(after[:-1]) * layer.weights.data.size",
    "macs += (after[0] ** 2 if len(after) == 3 else 1) * layer.weights.data.size",
)
