"""Products are multiplied in 32 bits and overflow."""

EXPECT = ("count_macs_shapes_hidden", "no upper limit")
CELL = "count_macs"
CHANGE = (
    "macs += math.prod(after[:-1]) * layer.weights.data.size",
    "factors = np.array([*after[:-1], layer.weights.data.size], dtype=np.int32)\n"
    "            macs += int(np.prod(factors, dtype=np.int32))",
)
