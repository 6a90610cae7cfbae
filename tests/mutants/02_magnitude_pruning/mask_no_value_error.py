"""Whatever is given as sparsity is used."""
EXPECT = ("magnitude_mask_check", "For s = 1.5")

def magnitude_mask(weights, sparsity):
    sparsity = 0.0 if sparsity != sparsity else sparsity
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[order[:round(sparsity * weights.size)]] = False
    return mask.reshape(weights.shape)
