"""The sizes are written over the weights."""
EXPECT = ("magnitude_mask_check", "changed the weights")

def magnitude_mask(weights, sparsity):
    if not 0 <= sparsity <= 1 or np.isnan(weights).any():
        raise ValueError("bad input")
    np.abs(weights, out=weights)
    order = np.argsort(weights, axis=None, kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[order[:round(sparsity * weights.size)]] = False
    return mask.reshape(weights.shape)
