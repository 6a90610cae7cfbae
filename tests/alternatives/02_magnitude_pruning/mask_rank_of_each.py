"""Gives each weight its rank (lexsort by size, then place) and compares ranks with k."""

def magnitude_mask(weights, sparsity):
    if not (0 <= sparsity <= 1) or not np.all(weights == weights):
        raise ValueError("sparsity in [0, 1], please, and no NaN")
    places = np.arange(weights.size)
    ranks = np.empty_like(places)
    ranks[np.lexsort((places, np.abs(weights).flatten()))] = places
    return (ranks >= round(sparsity * weights.size)).reshape(weights.shape)
