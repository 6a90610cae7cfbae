"""Several arrays, but always at s = 0.5."""
EXPECT = ("check_magnitude_mask_check", "truncates_the_count")

def check_magnitude_mask(candidate):
    for weights, want in [
        ([3.0, -1.0, 0.5, -4.0], [True, False, False, True]),
        ([[1.0, 2.0, 3.0], [7.0, 9.0, 8.0]], [[False] * 3, [True] * 3]),
        ([2.0, 2.0], [False, True]),
    ]:
        mask = candidate(np.array(weights), 0.5)
        if mask.dtype != bool or mask.tolist() != want:
            return False
    return True
