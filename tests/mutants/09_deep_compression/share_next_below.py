"""The value below is taken, not the nearest."""
EXPECT = ("share_weights_check", 'nearest value')
CELL = "share_weights"
CHANGE = ('codes[kept] = 1 + np.abs(weights[kept][:, None] - codebook).argmin(axis=1)', "codes[kept] = np.maximum(1, np.searchsorted(codebook, weights[kept], side='right'))")
