"""Weights join once, before the first round; afterwards only values move."""
EXPECT = ("kmeans_codebook_check", 'changes sides')

def kmeans_codebook(values, n_codes, rounds=50):
    codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)
    nearest = np.abs(values[:, None] - codebook).argmin(axis=1)
    for _ in range(rounds):
        counts = np.bincount(nearest, minlength=n_codes)
        sums = np.bincount(nearest, weights=values, minlength=n_codes)
        codebook = np.where(counts > 0, sums / np.maximum(counts, 1), codebook)
    return codebook.astype(np.float32)
