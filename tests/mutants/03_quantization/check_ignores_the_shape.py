"""Flattens what comes back before it compares."""
EXPECT = ("check_round_trip_check", "Look at the shape")
CELL = "check_round_trip"
CHANGE = (
    ("got = candidate(values.copy(), bits)",
     "got = candidate(values.copy(), bits).reshape(values.shape)"),
)
