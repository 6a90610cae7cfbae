"""Refuses where the error is too large: a NaN is never larger than anything."""
EXPECT = ("check_round_trip_check", "Every comparison with NaN is False")

def check_round_trip(candidate):
    rng = np.random.default_rng(1)
    for low, high, bits in [(-1, 2, 2), (1, 6, 4), (0, 0, 3), (-0.01, 0.02, 3)]:
        values = rng.uniform(low, high, (30, 30)).astype(np.float32)
        values[:3] *= low * high > 0
        got = candidate(values, bits)
        step = (max(0, values.max()) - min(0, values.min())) / (2**bits - 1)
        if got.shape != values.shape or got.dtype != np.float32 or (got < 0).any() > (low < 0):
            return False
        if np.abs(got - values).max() > 0.501 * step or len(np.unique(got)) > 2**bits:
            return False
        if (got[values == 0] > 0).any() or (got[values == 0] < 0).any():
            return False
    return True
