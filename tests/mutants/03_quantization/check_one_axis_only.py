"""Tries arrays of one axis only."""
EXPECT = ("check_round_trip_hidden_unusual", "gives every row")

def check_round_trip(candidate):
    rng = np.random.default_rng(1)
    for low, high, bits in [(-1, 2, 2), (1, 6, 4), (-6, -1, 3), (0, 0, 3), (-1, 99, 8)]:
        values = (low + (high - low) * rng.random(800).astype(np.float32) ** 9)
        values[:2], values[5:9] = (low, high), values[5:9] * (low * high > 0)
        got = candidate(values.copy(), bits)
        step = (max(0, values.max()) - min(0, values.min())) / (2**bits - 1)
        if got.shape != values.shape or got.dtype != np.float32 or got[values == 0].any():
            return False
        if not np.abs(got - values).max() <= 0.501 * step or len(np.unique(got)) > 2**bits:
            return False
    return True
