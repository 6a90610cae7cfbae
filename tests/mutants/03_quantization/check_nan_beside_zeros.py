"""Refuses a NaN where a zero should be, and nowhere else."""
EXPECT = ("check_round_trip_check", "Every comparison with NaN is False")
CELL = "check_round_trip"
CHANGE = ("not (abs(got - values) <= allowed).all()", "(abs(got - values) > allowed).any() or np.isnan(got[values == 0]).any()")
