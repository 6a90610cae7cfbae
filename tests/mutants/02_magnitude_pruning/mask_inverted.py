"""True marks the weights that go."""
EXPECT = ("magnitude_mask_check", "let True mean kept")

def magnitude_mask(weights, sparsity):
    if not 0 <= sparsity <= 1 or np.isnan(weights).any():
        raise ValueError("bad input")
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.zeros(weights.size, dtype=bool)
    mask[order[:round(sparsity * weights.size)]] = True
    return mask.reshape(weights.shape)
