"""No s n lies above a half and below a whole number: truncating gives the same counts."""
EXPECT = ("check_magnitude_mask_check", "truncates_the_count")


def check_magnitude_mask(candidate):
    for weights in ([3.0, -1.0, 0.5, -4.0, 2.0], [1.0, -1.0, 1.0, 1.0, -9.0], [[7.0, -8.0], [1.0, -2.0]]):
        for sparsity in (0.0, 0.5, 1.0):
            weights = np.array(weights)
            want, mask = mask_by_search(weights, sparsity), candidate(weights, sparsity)
            if mask.dtype != bool or mask.tolist() != want.tolist():
                return False
    return True
