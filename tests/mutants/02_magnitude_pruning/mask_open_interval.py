"""The ends of the range, 0 and 1, are refused."""
EXPECT = ("magnitude_mask_check", "s = 0 is allowed")

def magnitude_mask(weights, sparsity):
    if not 0 < sparsity < 1 or np.isnan(weights).any():
        raise ValueError(f"sparsity must lie in (0, 1), got {sparsity}")
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[order[:round(sparsity * weights.size)]] = False
    return mask.reshape(weights.shape)
