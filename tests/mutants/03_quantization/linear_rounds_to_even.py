"""Rounds halves to the even neighbour, by a detour over floats."""
EXPECT = ("int8_linear_check", "-1.5 is rounded up")
CELL = "int8_linear"
CHANGE = (
    "scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31",
    "scaled = np.rint(total * (multiplier / 2.0**31)).astype(np.int64)",
)
