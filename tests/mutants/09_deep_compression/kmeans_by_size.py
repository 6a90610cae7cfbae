"""The codebook comes in order of size, without the sign."""
EXPECT = ('kmeans_codebook_check', 'Ascending')
CELL = 'kmeans_codebook'
CHANGE = ('return codebook.astype(np.float32)', 'return np.array(sorted(codebook, key=abs), np.float32)')
