"""Bad input stops at an assert, which is no ValueError."""
EXPECT = ("magnitude_mask_check", "yours gave AssertionError")

def magnitude_mask(weights, sparsity):
    assert 0 <= sparsity <= 1, "sparsity must lie in [0, 1]"
    order = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[order[:round(sparsity * weights.size)]] = False
    return mask.reshape(weights.shape)
