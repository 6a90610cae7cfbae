"""Weights are compared by their sizes."""
EXPECT = ("share_weights_check", 'has no sign')
CELL = "share_weights"
CHANGE = ('np.abs(weights[kept][:, None] - codebook)', 'np.abs(np.abs(weights[kept][:, None]) - np.abs(codebook))')
