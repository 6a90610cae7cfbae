"""At s = 0 one weight goes all the same, so that something is pruned."""
EXPECT = ("magnitude_mask_check", "drops none")

def magnitude_mask(weights, sparsity):
    if not 0 <= sparsity <= 1 or np.isnan(weights).any():
        raise ValueError("bad input")
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[order[:max(1, round(sparsity * weights.size))]] = False
    return mask.reshape(weights.shape)
