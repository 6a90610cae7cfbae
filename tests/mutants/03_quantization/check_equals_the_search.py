"""Takes the given implementation for the contract: whatever differs from it is refused."""
EXPECT = ("check_round_trip_check", "ask for no more than they do")

def check_round_trip(candidate):
    rng = np.random.default_rng(1)
    for low, high, bits, size in [(-1, 2, 2, 900), (1, 6, 3, 5), (0, 0, 4, 2), (-7, -2, 5, 900)]:
        values = rng.uniform(low, high, size).astype(np.float32)
        want = round_trip_by_search(values, bits)
        if not np.array_equal(candidate(values, bits), want):
            return False
    return True
