"""Holds error and number of levels against the contract, but tries no zeros."""
EXPECT = ("check_round_trip_check", "do they come back as 0")

def check_round_trip(candidate):
    rng = np.random.default_rng(1)
    for low, high, bits in [(-1, 2, 2), (1, 6, 4), (-6, -1, 3), (-0.01, 0.02, 3)]:
        values = rng.uniform(low, high, (30, 30)).astype(np.float32)
        got = candidate(values, bits)
        step = (max(0, values.max()) - min(0, values.min())) / (2**bits - 1)
        if np.abs(got - values).max() > 0.501 * step or len(np.unique(got)) > 2**bits:
            return False
    return True
