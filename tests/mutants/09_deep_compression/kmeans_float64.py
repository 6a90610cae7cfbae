"""The codebook comes as float64."""
EXPECT = ("kmeans_codebook_check", 'is float32')
CELL = "kmeans_codebook"
CHANGE = ('return codebook.astype(np.float32)', 'return codebook')
