"""The weights given get sorted."""
EXPECT = ("kmeans_codebook_check", 'changed the values')
CELL = "kmeans_codebook"
CHANGE = ('codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)', 'values.sort()\n    codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)')
