"""Tries arrays of one axis only."""
EXPECT = ("check_round_trip_hidden_unusual", "gives every row")
CELL = "check_round_trip"
CHANGE = (
    ("rng.random((20, 40))", "rng.random(800)"),
    ("values[0, :2]", "values[:2]"),
)
