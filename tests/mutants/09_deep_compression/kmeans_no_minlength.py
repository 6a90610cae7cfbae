"""Counts end with the last value that somebody joined."""
EXPECT = ("kmeans_codebook_check", 'stays in the codebook')
CELL = "kmeans_codebook"
CHANGE = (('counts = np.bincount(nearest, minlength=n_codes)', 'counts = np.bincount(nearest)'), ('sums = np.bincount(nearest, weights=values, minlength=n_codes)', 'sums = np.bincount(nearest, weights=values)'), ('codebook = np.where(counts > 0, sums / np.maximum(counts, 1), codebook)', 'codebook = np.where(counts > 0, sums / np.maximum(counts, 1), codebook[: len(counts)])'))
