"""The mean of nothing is taken: NaN."""
EXPECT = ("kmeans_codebook_check", 'holds NaN')
CELL = "kmeans_codebook"
CHANGE = ('codebook = np.where(counts > 0, sums / np.maximum(counts, 1), codebook)', "with np.errstate(invalid='ignore'):\n            codebook = sums / counts")
