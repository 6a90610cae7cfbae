"""A threshold instead of a rank: ties are all kept or all dropped."""
EXPECT = ("magnitude_mask_check", "a threshold cannot")

def magnitude_mask(weights, sparsity):
    if not 0 <= sparsity <= 1 or np.isnan(weights).any():
        raise ValueError("bad input")
    size = np.abs(weights)
    drop = round(sparsity * size.size)
    if drop == 0:
        return np.ones(weights.shape, dtype=bool)
    return size > np.sort(size, axis=None)[drop - 1]
