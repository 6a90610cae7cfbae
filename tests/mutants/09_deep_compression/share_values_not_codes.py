"""The shared values come back instead of their codes."""
EXPECT = ("share_weights_check", 'uint8')
CELL = "share_weights"
CHANGE = (('np.zeros(weights.shape, dtype=np.uint8)', 'np.zeros(weights.shape, dtype=np.float32)'), ('codes[kept] = 1 + np.abs(weights[kept][:, None] - codebook).argmin(axis=1)', 'codes[kept] = codebook[np.abs(weights[kept][:, None] - codebook).argmin(axis=1)]'))
