"""Gives each row, an image, its multiplier instead of each output."""
EXPECT = ("int8_linear_check", "has a multiplier of its own")
CELL = "int8_linear"
CHANGE = (
    "scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31",
    "factor = np.resize(multiplier, len(inputs))[:, None]\n"
    "    scaled = (total.astype(np.int64) * factor + 2**30) >> 31",
)
