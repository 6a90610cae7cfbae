"""Answers are flattened before they are compared, so that a lost shape goes unseen."""
EXPECT = ("check_magnitude_mask_hidden_which", "Look at the shape")

def check_magnitude_mask(candidate):
    for weights, sparsity, want in [
        ([3.0, -1.0, 0.5, -4.0], 0.5, [True, False, False, True]),
        ([[1.0, 2.0, 3.0], [7.0, 9.0, 8.0]], 0.4, [False, False, True, True, True, True]),
        ([2.0, 2.0, 2.0, 2.0, 2.0], 0.24, [False, True, True, True, True]),
        ([5.0, -6.0], 1.0, [False, False]),
    ]:
        mask = candidate(np.array(weights), sparsity)
        if mask.dtype != bool or mask.ravel().tolist() != want:
            return False
    return True
