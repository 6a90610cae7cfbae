"""The gradient of a shared value is the mean of its places."""
EXPECT = ("share_weights_check", 'no mean')
CELL = "share_weights"
CHANGE = ('return sums[1:]', 'counts = np.bincount(codes.ravel(), minlength=n_codes + 1)\n    return sums[1:] / np.maximum(counts[1:], 1)')
