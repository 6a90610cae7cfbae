"""Of two equally near values the upper is taken."""
EXPECT = ("share_weights_check", 'take the lower')
CELL = "share_weights"
CHANGE = ('codes[kept] = 1 + np.abs(weights[kept][:, None] - codebook).argmin(axis=1)', 'codes[kept] = len(codebook) - np.abs(weights[kept][:, None] - codebook[::-1]).argmin(axis=1)')
