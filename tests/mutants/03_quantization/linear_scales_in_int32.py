"""Multiplies the sum by the multiplier in int32."""
EXPECT = ("int8_linear_check", "take int64")
CELL = "int8_linear"
CHANGE = (
    "scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31",
    "scaled = (total.astype(np.int32) * multiplier + 2**30) >> 31",
)
