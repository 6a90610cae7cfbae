"""Cuts negative sums off, although the layer has no ReLU of its own."""
EXPECT = ("int8_linear_check", "Negative sums stay negative")
CELL = "int8_linear"
CHANGE = (
    "scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31",
    "total = np.maximum(total, 0)\n"
    "    scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31",
)
