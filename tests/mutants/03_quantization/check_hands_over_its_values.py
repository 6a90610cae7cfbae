"""Passes its own array, and compares with what the candidate made of it."""
EXPECT = ("check_round_trip_check", "pass a copy")
CELL = "check_round_trip"
CHANGE = ("got = candidate(values.copy(), bits)", "got = candidate(values, bits)")
