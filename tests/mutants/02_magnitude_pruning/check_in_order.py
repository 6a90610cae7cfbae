"""The weights of every case stand in order of size, so that the first places are the smallest."""
EXPECT = ("check_magnitude_mask_check", "drops_the_first_places")


def check_magnitude_mask(candidate):
    for weights in ([1.0, -2.0, 3.0, -4.0, 5.0], [[0.5, 0.5], [-0.5, 2.0]], np.arange(1.0, 8.0)):
        for sparsity in (0.0, 0.3, 0.5, 0.7, 1.0):
            weights = np.array(weights)
            want, mask = mask_by_search(weights, sparsity), candidate(weights, sparsity)
            if mask.dtype != bool or mask.tolist() != want.tolist():
                return False
    return True
