"""The expected count is truncated, so that right candidates are refused."""
EXPECT = ("check_magnitude_mask_check", "mask_by_search")

def check_magnitude_mask(candidate):
    for n in range(1, 9):
        for sparsity in (0.0, 0.4, 0.5, 0.9, 1.0):
            mask = candidate(np.arange(n) - 3.4, sparsity)
            if mask.shape != (n,) or int((~mask).sum()) != int(sparsity * n):
                return False
    return True
