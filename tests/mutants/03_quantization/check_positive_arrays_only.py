"""No array holds a negative value."""
EXPECT = ("check_round_trip_hidden_unusual", "Try zeros among positive and negative")
CELL = "check_round_trip"
CHANGE = (
    "[(-1, 2), (1, 6), (-6, -1), (0, 0), (-1, 99)]",
    "[(0, 2), (1, 6), (0, 0), (0, 99)]",
)
