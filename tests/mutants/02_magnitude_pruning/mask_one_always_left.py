"""At s = 1 one weight is kept, so that the layer does not die."""
EXPECT = ("magnitude_mask_hidden", "Both ends of the range")

def magnitude_mask(weights, sparsity):
    if not 0 <= sparsity <= 1 or np.isnan(weights).any():
        raise ValueError("bad input")
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[order[:min(weights.size - 1, round(sparsity * weights.size))]] = False
    return mask.reshape(weights.shape)
