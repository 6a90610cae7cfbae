"""Compares the candidate with the given search on many small random arrays full of ties."""

def check_magnitude_mask(candidate):
    rng = np.random.default_rng(3)
    for shape in [(4,), (2, 3), (3, 2), (7,), (2, 2, 2), (1, 5)]:
        for sparsity in (0.0, 0.2, 0.3, 0.45, 0.5, 0.7, 1.0):
            weights = rng.integers(-3, 4, size=shape).astype(float)
            got, want = candidate(weights, sparsity), mask_by_search(weights, sparsity)
            if got.dtype != np.bool_ or got.shape != want.shape or (got != want).any():
                return False
    return True
