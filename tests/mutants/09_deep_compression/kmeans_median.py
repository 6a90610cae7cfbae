"""Values move to the median of their weights."""
EXPECT = ("kmeans_codebook_check", 'not to the median')

def kmeans_codebook(values, n_codes, rounds=50):
    codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)
    for _ in range(rounds):
        nearest = np.abs(values[:, None] - codebook).argmin(axis=1)
        for c in range(n_codes):
            if (nearest == c).any():
                codebook[c] = np.median(values[nearest == c])
    return codebook.astype(np.float32)
