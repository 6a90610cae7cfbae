"""Rounds halves away from zero."""
EXPECT = ("int8_linear_check", "-1.5 is rounded up")
CELL = "int8_linear"
CHANGE = (
    "scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31",
    "scaled = np.sign(total) * ((np.abs(total.astype(np.int64)) * multiplier + 2**30) >> 31)",
)
