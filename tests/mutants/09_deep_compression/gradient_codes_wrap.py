"""1 is taken off uint8 codes, and the cut ones are expected to wrap around."""
EXPECT = ("share_weights_check", 'any number of axes')

def centroid_gradient(gradient, codes, n_codes):
    shifted = (codes - 1).ravel()
    return np.bincount(shifted, weights=gradient.ravel(), minlength=n_codes)[:n_codes]


def share_weights(weights, codebook):
    codes = np.zeros(weights.shape, dtype=np.uint8)
    kept = weights != 0
    codes[kept] = 1 + np.abs(weights[kept][:, None] - codebook).argmin(axis=1)
    return codes
