"""Spreads its values evenly: none lies far from the others."""
EXPECT = ("check_round_trip_hidden_unusual", "one value far away")
CELL = "check_round_trip"
CHANGE = ("rng.random((20, 40)).astype(np.float32) ** 9", "rng.random((20, 40)).astype(np.float32)")
