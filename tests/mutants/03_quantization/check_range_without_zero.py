"""Measures the step from the smallest to the largest value, also where 0 lies outside."""
EXPECT = ("check_round_trip_check", "round_trip_by_search")


def check_round_trip(candidate):
    rng = np.random.default_rng(1)
    for low, high, bits in [(-1, 2, 2), (5, 6, 4), (-6, -1, 3)]:
        values = rng.uniform(low, high, (30, 30)).astype(np.float32)
        got = candidate(values, bits)
        step = np.ptp(values) / (2**bits - 1)
        if not np.abs(got - values).max() <= 0.501 * step or len(np.unique(got)) > 2**bits:
            return False
    return True
