"""The distance keeps its sign, so that every weight joins the largest value."""
EXPECT = ("kmeans_codebook_check", 'kmeans_codebook([1, 2, 3, 9, 10], 3)')
CELL = "kmeans_codebook"
CHANGE = ('np.abs(values[:, None] - codebook)', '(values[:, None] - codebook)')
