"""Values that nobody joins are dropped from the codebook."""
EXPECT = ("kmeans_codebook_check", 'stays in the codebook')
CELL = "kmeans_codebook"
CHANGE = ('codebook = np.where(counts > 0, sums / np.maximum(counts, 1), codebook)', 'codebook = sums[counts > 0] / counts[counts > 0]\n        n_codes = len(codebook)')
