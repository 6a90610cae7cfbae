"""A value that nobody joins moves to 0, the mean of nothing."""
EXPECT = ("kmeans_codebook_check", 'stays where it is')
CELL = "kmeans_codebook"
CHANGE = ('codebook = np.where(counts > 0, sums / np.maximum(counts, 1), codebook)', 'codebook = sums / np.maximum(counts, 1)')
