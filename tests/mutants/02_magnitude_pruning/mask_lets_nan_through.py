"""Two comparisons that are both false for NaN let it through."""
EXPECT = ("magnitude_mask_check", "For s = nan")

def magnitude_mask(weights, sparsity):
    if sparsity < 0 or sparsity > 1 or np.isnan(weights).any():
        raise ValueError("sparsity must lie in [0, 1]")
    sparsity = 0.0 if sparsity != sparsity else sparsity
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[order[:round(sparsity * weights.size)]] = False
    return mask.reshape(weights.shape)
