"""Products with a zero weight are not counted, as if the layer skipped them."""

EXPECT = ("count_macs_check", "a product with 0")
CELL = "count_macs"
CHANGE = (
    "macs += math.prod(after[:-1]) * layer.weights.data.size",
    "macs += math.prod(after[:-1]) * int(np.count_nonzero(layer.weights.data))",
)
