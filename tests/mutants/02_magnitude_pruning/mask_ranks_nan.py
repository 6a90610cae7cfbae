"""A NaN among the weights is ranked as the largest."""
EXPECT = ("magnitude_mask_check", "A NaN has no rank")

def magnitude_mask(weights, sparsity):
    if not 0 <= sparsity <= 1:
        raise ValueError("sparsity must lie in [0, 1]")
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[order[:round(sparsity * weights.size)]] = False
    return mask.reshape(weights.shape)
