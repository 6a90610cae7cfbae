"""No array holds a negative value."""
EXPECT = ("check_round_trip_hidden_unusual", "Try zeros among positive and negative")
CELL = "check_round_trip"
CHANGE = (
    "(-6, 0, 1), (-1, 0, 99)",
    "(0, 1, 2), (0, 3, 99)",
)
