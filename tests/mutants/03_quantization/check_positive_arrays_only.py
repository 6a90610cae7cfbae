"""No array holds a negative value."""
EXPECT = ("check_round_trip_hidden_unusual", "Try zeros among positive and negative")
CELL = "check_round_trip"
CHANGE = (
    "[(-1, 2, 2), (1, 6, 4), (-6, -1, 3), (0, 0, 6), (-1, 99, 8)]",
    "[(0, 2, 2), (1, 6, 4), (0, 0, 6), (0, 99, 8)]",
)
