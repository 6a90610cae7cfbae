"""The threshold is a quantile, which interpolates: the count is not exact."""
EXPECT = ("magnitude_mask_check", "a threshold cannot")

def magnitude_mask(weights, sparsity):
    if not 0 <= sparsity <= 1 or np.isnan(weights).any():
        raise ValueError("bad input")
    size = np.abs(weights)
    return size > np.quantile(size, sparsity)
