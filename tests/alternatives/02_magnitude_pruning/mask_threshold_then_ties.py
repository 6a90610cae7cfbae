"""A threshold, and then the missing number from the weights equal to it."""

def magnitude_mask(weights, sparsity):
    if np.isnan(sparsity) or sparsity < 0 or sparsity > 1:
        raise ValueError(sparsity)
    size = np.abs(weights).ravel()
    if np.isnan(size.sum()):
        raise ValueError("NaN")
    k = round(sparsity * size.size)
    if k == 0:
        return np.ones_like(weights, dtype=bool)
    edge = np.partition(size, k - 1)[k - 1]
    mask = size >= edge
    ties = np.flatnonzero(size == edge)
    mask[ties[: k - np.count_nonzero(size < edge)]] = False
    return mask.reshape(weights.shape)
