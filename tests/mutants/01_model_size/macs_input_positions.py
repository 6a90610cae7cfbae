"""The kernel is taken to stand on every input pixel, whatever its size."""

EXPECT = ("count_macs_check", "2 positions with 4 products each")
CELL = "count_macs"
CHANGE = (
    "macs += math.prod(after[:-1]) * layer.weights.data.size",
    "macs += math.prod(shape[:-1]) * layer.weights.data.size",
)
