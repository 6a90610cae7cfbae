"""The pruned weights are returned instead of a mask."""
EXPECT = ("magnitude_mask_check", "array of 4 booleans")

def magnitude_mask(weights, sparsity):
    if not 0 <= sparsity <= 1 or np.isnan(weights).any():
        raise ValueError("bad input")
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    pruned = weights.copy().ravel()
    pruned[order[:round(sparsity * weights.size)]] = 0
    return pruned.reshape(weights.shape)
