"""Weight by weight, gradient by gradient."""

def centroid_gradient(gradient, codes, n_codes):
    sums = np.zeros(n_codes)
    for code, value in zip(codes.ravel(), gradient.ravel()):
        if code:
            sums[code - 1] += value
    return sums


def share_weights(weights, codebook):
    codes = [0 if w == 0 else 1 + int(np.argmin(np.abs(codebook - w))) for w in weights.ravel()]
    return np.array(codes, dtype=np.uint8).reshape(weights.shape)
