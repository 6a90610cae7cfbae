"""The count is truncated instead of rounded: int(0.29 * 100) is 28."""
EXPECT = ("magnitude_mask_check", "round, do not truncate")

def magnitude_mask(weights, sparsity):
    if not 0 <= sparsity <= 1 or np.isnan(weights).any():
        raise ValueError("bad input")
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[order[:int(sparsity * weights.size)]] = False
    return mask.reshape(weights.shape)
