"""Counts the levels and never looks at the error."""
EXPECT = ("check_round_trip_check", "returns_zeros")

def check_round_trip(candidate):
    values = np.linspace(-1, 2, 900, dtype=np.float32)
    return all(len(np.unique(candidate(values, bits))) <= 2**bits for bits in (2, 4, 8))
