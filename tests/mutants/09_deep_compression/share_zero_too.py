"""Zeros get the nearest value, too: cut weights come back."""
EXPECT = ("share_weights_check", 'whatever is nearest')
CELL = "share_weights"
CHANGE = ('kept = weights != 0', 'kept = np.ones(weights.shape, bool)')
