"""What is nearer to zero than to any value is cut, as if 0 were in the codebook."""
EXPECT = ("share_weights_check", '-0.1 is not zero')
CELL = "share_weights"
CHANGE = ('codes[kept] = 1 + np.abs(weights[kept][:, None] - codebook).argmin(axis=1)', 'table = np.concatenate([[0], codebook])\n    codes[kept] = np.abs(weights[kept][:, None] - table).argmin(axis=1)')
