"""The mask holds the numbers 1.0 and 0.0."""
EXPECT = ("magnitude_mask_check", "array of 4 booleans")

def magnitude_mask(weights, sparsity):
    if not 0 <= sparsity <= 1 or np.isnan(weights).any():
        raise ValueError("bad input")
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.ones(weights.size)
    mask[order[:round(sparsity * weights.size)]] = 0
    return mask.reshape(weights.shape)
