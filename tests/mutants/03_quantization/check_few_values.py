"""Tries the example of the text, at several bits: never more different values than levels."""
EXPECT = ("check_round_trip_check", "count what returns (clause 4)")

def check_round_trip(candidate):
    values = np.array([-0.5, 0, 0.3, 1.25], dtype=np.float32)
    for bits in (2, 3, 4, 8):
        got = candidate(values.copy(), bits)
        step = 1.75 / (2**bits - 1)
        if got.shape != (4,) or got.dtype != np.float32 or got[1] != 0:
            return False
        if not np.abs(got - values).max() <= 0.501 * step or len(np.unique(got)) > 2**bits:
            return False
    return True
