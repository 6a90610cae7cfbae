"""Masks of numbers pass, since 1 == True."""
EXPECT = ("check_magnitude_mask_hidden_which", "Look at the dtype")

def check_magnitude_mask(candidate):
    for weights, sparsity, want in [
        ([3.0, -1.0, 0.5, -4.0], 0.5, [True, False, False, True]),
        ([[1.0, 2.0, 3.0], [7.0, 9.0, 8.0]], 0.4, [[False, False, True], [True] * 3]),
        ([2.0, 2.0, 2.0, 2.0, 2.0], 0.24, [False, True, True, True, True]),
        ([5.0, -6.0], 1.0, [False, False]),
    ]:
        if not np.array_equal(candidate(np.array(weights), sparsity), np.array(want)):
            return False
    return True
