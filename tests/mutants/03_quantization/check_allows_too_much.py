"""Allows an error of 0.6 steps."""
EXPECT = ("check_round_trip_hidden", "Allow 0.501 steps, and no more")
CELL = "check_round_trip"
CHANGE = ("0.501 *", "0.6 *")
