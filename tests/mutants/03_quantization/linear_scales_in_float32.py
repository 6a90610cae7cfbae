"""Scales the sum in float32, which cannot hold sums above 2**24 exactly."""
EXPECT = ("int8_linear_hidden_requantise", "scale in integers")
CELL = "int8_linear"
CHANGE = (
    "scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31",
    "scaled = np.floor(total.astype(np.float32) * (multiplier / 2.0**31).astype(np.float32)\n"
    "                      + np.float32(0.5)).astype(np.int64)",
)
