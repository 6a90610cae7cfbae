"""A sparsity outside [0, 1] is clipped instead of refused."""
EXPECT = ("magnitude_mask_check", "yours gave no error")

def magnitude_mask(weights, sparsity):
    sparsity = min(max(sparsity, 0.0), 1.0)
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[order[:round(sparsity * weights.size)]] = False
    return mask.reshape(weights.shape)
