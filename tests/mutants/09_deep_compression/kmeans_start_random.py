"""The start is drawn from the weights."""
EXPECT = ("kmeans_codebook_check", 'kmeans_codebook([1, 2, 3, 9, 10], 3, 0)')
CELL = "kmeans_codebook"
CHANGE = ('codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)', 'codebook = np.sort(np.random.default_rng(0).choice(values, n_codes)).astype(np.float64)')
