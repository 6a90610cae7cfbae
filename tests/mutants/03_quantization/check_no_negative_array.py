"""No array is negative throughout."""
EXPECT = ("check_round_trip_hidden_unusual", "where all values are negative")
CELL = "check_round_trip"
CHANGE = ("(-1, 0, 99)", "(0, 5, 99)")
