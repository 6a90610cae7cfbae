"""Uses the first output's multiplier for all."""
EXPECT = ("int8_linear_check", "has a multiplier of its own")
CELL = "int8_linear"
CHANGE = (
    "scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31",
    "scaled = (total.astype(np.int64) * multiplier[0] + 2**30) >> 31",
)
