"""Sparsity is read as a percentage."""
EXPECT = ("magnitude_mask_check", "let True mean kept")

def magnitude_mask(weights, sparsity):
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[order[:round(sparsity / 100 * weights.size)]] = False
    return mask.reshape(weights.shape)
