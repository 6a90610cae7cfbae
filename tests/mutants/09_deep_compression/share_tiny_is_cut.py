"""Weights below a millionth count as zero."""
EXPECT = ("share_weights_check", 'However small')
CELL = "share_weights"
CHANGE = ('kept = weights != 0', 'kept = np.abs(weights) > 1e-6')
