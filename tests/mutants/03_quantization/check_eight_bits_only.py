"""Tries one width, 8 bits, and so never sees that bits are ignored."""
EXPECT = ("check_round_trip_check", "Try 2 bits, and count what returns")

def check_round_trip(candidate):
    values = np.random.default_rng(1).uniform(-1, 2, (30, 30)).astype(np.float32)
    got = candidate(values, 8)
    step = (values.max() - values.min()) / 255
    return bool(got.shape == values.shape and np.abs(got - values).max() <= 0.501 * step
                and len(np.unique(got)) <= 256)
