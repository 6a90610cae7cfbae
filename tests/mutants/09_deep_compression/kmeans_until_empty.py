"""Empty values are moved to the weight farthest from all: a good trick, and another contract."""
EXPECT = ("kmeans_codebook_check", 'yours [1.5')

def kmeans_codebook(values, n_codes, rounds=50):
    codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)
    for _ in range(rounds):
        far = np.abs(values[:, None] - codebook)
        nearest = far.argmin(axis=1)
        for c in range(n_codes):
            if (nearest == c).any():
                codebook[c] = values[nearest == c].mean()
            else:
                codebook[c] = values[far.min(axis=1).argmax()]
    return np.sort(codebook).astype(np.float32)
