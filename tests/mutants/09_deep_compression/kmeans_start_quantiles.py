"""The start are quantiles, so that each value has as many weights."""
EXPECT = ("kmeans_codebook_check", 'equally spaced')
CELL = "kmeans_codebook"
CHANGE = ('codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)', 'codebook = np.quantile(values, np.linspace(0, 1, n_codes))')
