"""Works for two axes only: rows and columns are looped over."""
EXPECT = ("share_weights_check", 'any number of axes')
CELL = "share_weights"
CHANGE = ('codes[kept] = 1 + np.abs(weights[kept][:, None] - codebook).argmin(axis=1)', 'for i in range(weights.shape[0]):\n        for j in range(weights.shape[1]):\n            if weights[i, j] != 0:\n                codes[i, j] = 1 + np.abs(weights[i, j] - codebook).argmin()')
