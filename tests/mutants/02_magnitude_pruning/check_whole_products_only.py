"""Every s n is a whole number, so that rounding never shows."""
EXPECT = ("check_magnitude_mask_check", "truncates_the_count")

def check_magnitude_mask(candidate):
    for weights, sparsity, want in [
        ([3.0, -1.0, 0.5, -4.0], 0.25, [True, True, False, True]),
        ([[1.0, 2.0], [7.0, 9.0]], 0.5, [[False, False], [True, True]]),
        ([2.0, 2.0, 2.0, 2.0], 0.75, [False, False, False, True]),
        ([1.0, -2.0], 1.0, [False, False]),
    ]:
        mask = candidate(np.array(weights), sparsity)
        if mask.dtype != bool or mask.tolist() != want:
            return False
    return True
