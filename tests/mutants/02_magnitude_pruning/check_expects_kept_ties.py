"""A hand-made mask is wrong: the later of two equal weights is thought to go."""
EXPECT = ("check_magnitude_mask_check", "mask_by_search")

def check_magnitude_mask(candidate):
    for weights, sparsity, want in [
        ([3.0, -1.0, 0.5, -4.0], 0.5, [True, False, False, True]),
        ([2.0, 2.0, 2.0, 2.0, 2.0], 0.24, [True, True, True, True, False]),
    ]:
        if candidate(np.array(weights), sparsity).tolist() != want:
            return False
    return True
