"""No case holds a negative weight, so that the sign never matters."""
EXPECT = ("check_magnitude_mask_check", "forgets_the_size")

def check_magnitude_mask(candidate):
    for weights, sparsity, want in [
        ([3.0, 1.0, 0.5, 4.0], 0.5, [True, False, False, True]),
        ([[1.0, 2.0, 3.0], [7.0, 9.0, 8.0]], 0.4, [[False, False, True], [True] * 3]),
        ([2.0, 2.0, 2.0, 2.0, 2.0], 0.24, [False, True, True, True, True]),
        ([5.0, 6.0], 1.0, [False, False]),
    ]:
        mask = candidate(np.array(weights), sparsity)
        if mask.dtype != bool or mask.tolist() != want:
            return False
    return True
