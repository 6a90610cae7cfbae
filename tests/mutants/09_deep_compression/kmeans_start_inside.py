"""The start leaves out both ends of the range: the middles of equal intervals."""
EXPECT = ("kmeans_codebook_check", 'both ends')
CELL = "kmeans_codebook"
CHANGE = ('codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)', 'edges = np.linspace(values.min(), values.max(), n_codes + 1)\n    codebook = (edges[1:] + edges[:-1]) / 2')
