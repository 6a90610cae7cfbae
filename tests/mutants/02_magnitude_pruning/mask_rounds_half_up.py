"""A half is always rounded up: 2.5 becomes 3."""
EXPECT = ("magnitude_mask_check", "the even neighbour")

def magnitude_mask(weights, sparsity):
    if not 0 <= sparsity <= 1 or np.isnan(weights).any():
        raise ValueError("bad input")
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[order[:int(np.floor(sparsity * weights.size + 0.5))]] = False
    return mask.reshape(weights.shape)
