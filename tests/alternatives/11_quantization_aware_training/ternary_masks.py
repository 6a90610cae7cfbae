"""Two comparisons make the codes; sums by dot products."""


def binary(weights):
    codes = np.ones(weights.shape, dtype=np.int8)
    codes[weights < 0] = -1
    return codes, float((codes * weights.astype(float)).sum() / weights.size)


def ternary(weights):
    exact = np.array(weights, dtype=np.float64)
    limit = 0.7 * np.mean(np.abs(exact))
    codes = (exact > limit).astype(np.int8) - (exact < -limit).astype(np.int8)
    n_kept = np.count_nonzero(codes)
    if n_kept == 0:
        return codes, 1.0
    return codes, float(np.sum(codes * exact) / n_kept)
