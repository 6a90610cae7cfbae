"""Values move to the middle of the range of their weights."""
EXPECT = ("kmeans_codebook_check", 'not to their middle')

def kmeans_codebook(values, n_codes, rounds=50):
    codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)
    for _ in range(rounds):
        nearest = np.abs(values[:, None] - codebook).argmin(axis=1)
        for c in range(n_codes):
            if (nearest == c).any():
                codebook[c] = (values[nearest == c].min() + values[nearest == c].max()) / 2
    return codebook.astype(np.float32)
