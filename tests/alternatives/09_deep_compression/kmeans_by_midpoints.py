"""Weights join by the midpoints between values, with searchsorted."""

def kmeans_codebook(values, n_codes, rounds=50):
    codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)
    for _ in range(rounds):
        middles = (codebook[1:] + codebook[:-1]) / 2
        nearest = np.searchsorted(middles, values)
        for c in range(n_codes):
            mine = values[nearest == c]
            if mine.size:
                codebook[c] = mine.mean(dtype=np.float64)
    return codebook.astype(np.float32)
