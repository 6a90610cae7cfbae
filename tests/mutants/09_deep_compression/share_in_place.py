"""The codes are written into the weights given."""
EXPECT = ("share_weights_check", 'changed the weights')
CELL = "share_weights"
CHANGE = ('codes[kept] = 1 + np.abs(weights[kept][:, None] - codebook).argmin(axis=1)', 'codes[kept] = 1 + np.abs(weights[kept][:, None] - codebook).argmin(axis=1)\n    weights[kept] = codebook[codes[kept] - 1]')
