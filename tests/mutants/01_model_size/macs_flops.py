"""Multiplication and addition are counted apart: twice the MACs."""

EXPECT = ("count_macs_check", "109184")
CELL = "count_macs"
CHANGE = (
    "macs += math.prod(after[:-1]) * layer.weights.data.size",
    "macs += 2 * math.prod(after[:-1]) * layer.weights.data.size",
)
