"""Asks of a zero only that it comes back near 0."""
EXPECT = ("check_round_trip_hidden_unusual", "comes back as exactly 0")
CELL = "check_round_trip"
CHANGE = ("* (values != 0)", "* np.maximum(values != 0, 1e-6)")
