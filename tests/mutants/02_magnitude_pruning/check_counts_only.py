"""Only the number of dropped weights is checked, not which ones."""
EXPECT = ("check_magnitude_mask_check", "drops_the_first_places")

def check_magnitude_mask(candidate):
    for n in range(1, 9):
        for sparsity in (0.0, 0.1, 0.24, 0.3, 0.5, 0.76, 0.9, 1.0):
            mask = candidate(np.linspace(1, 2, n) ** 5, sparsity)
            if mask.dtype != bool or mask.shape != (n,):
                return False
            if int((~mask).sum()) != round(sparsity * n):
                return False
    return True
