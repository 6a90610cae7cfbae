"""Only the first thousand weights join: quick, and blind to the rest."""
EXPECT = ("kmeans_codebook_hidden", 'mean squared distance')

def kmeans_codebook(values, n_codes, rounds=50):
    codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)
    values = values[:1000]
    for _ in range(rounds):
        nearest = np.abs(values[:, None] - codebook).argmin(axis=1)
        for c in range(n_codes):
            if (nearest == c).any():
                codebook[c] = values[nearest == c].mean()
    return codebook.astype(np.float32)
