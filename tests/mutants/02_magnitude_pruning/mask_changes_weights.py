"""The weights given are zeroed on the way."""
EXPECT = ("magnitude_mask_check", "changed the weights")

def magnitude_mask(weights, sparsity):
    if not 0 <= sparsity <= 1 or np.isnan(weights).any():
        raise ValueError("bad input")
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    flat = weights.reshape(-1)
    drop = order[:round(sparsity * weights.size)]
    mask = np.ones(weights.size, dtype=bool)
    mask[drop] = False
    flat[drop] = 0
    return mask.reshape(weights.shape)
