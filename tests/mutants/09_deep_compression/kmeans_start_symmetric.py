"""The start is symmetric around zero, as if weights had both signs alike."""
EXPECT = ("kmeans_codebook_check", 'kmeans_codebook([1, 2, 3, 9, 10], 3, 0)')
CELL = "kmeans_codebook"
CHANGE = ('codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)', 'codebook = np.linspace(-np.abs(values).max(), np.abs(values).max(), n_codes, dtype=np.float64)')
