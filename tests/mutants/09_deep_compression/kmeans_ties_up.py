"""Of two equally near values a weight joins the upper."""
EXPECT = ("kmeans_codebook_check", 'joins the lower')
CELL = "kmeans_codebook"
CHANGE = ('nearest = np.abs(values[:, None] - codebook).argmin(axis=1)', 'nearest = n_codes - 1 - np.abs(values[:, None] - codebook[::-1]).argmin(axis=1)')
