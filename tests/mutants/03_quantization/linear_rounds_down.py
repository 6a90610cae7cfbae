"""Shifts without adding a half first."""
EXPECT = ("int8_linear_check", "Add 2**30 before the shift")
CELL = "int8_linear"
CHANGE = (
    "scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31",
    "scaled = (total.astype(np.int64) * multiplier) >> 31",
)
