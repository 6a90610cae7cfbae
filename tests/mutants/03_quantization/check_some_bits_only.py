"""Tries 2, 4 and 8 bits, and no others."""
EXPECT = ("check_round_trip_hidden", "Try every number of bits")
CELL = "check_round_trip"
CHANGE = ("range(2, 9)", "(2, 4, 8)")
