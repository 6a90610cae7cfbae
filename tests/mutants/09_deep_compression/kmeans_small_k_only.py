"""Means are taken of at most sixteen values; the others stay."""
EXPECT = ("kmeans_codebook_check", '[0, 1, ..., 39], 20, 1) gives')

def kmeans_codebook(values, n_codes, rounds=50):
    codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)
    for _ in range(rounds):
        nearest = np.abs(values[:, None] - codebook).argmin(axis=1)
        for c in range(min(n_codes, 16)):
            if (nearest == c).any():
                codebook[c] = values[nearest == c].mean()
    return codebook.astype(np.float32)
