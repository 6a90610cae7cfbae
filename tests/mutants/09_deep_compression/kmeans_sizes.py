"""Weights are taken by their size, without the sign."""
EXPECT = ("kmeans_codebook_check", 'Leave the signs')
CELL = "kmeans_codebook"
CHANGE = ('codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)', 'values = np.abs(values)\n    codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)')
