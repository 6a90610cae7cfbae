"""Of several places of a code only the last counts: assignment with repeated places does not add."""
EXPECT = ("share_weights_check", 'not only the last')
CELL = "share_weights"
CHANGE = ('sums = np.bincount(codes.ravel(), weights=gradient.ravel(), minlength=n_codes + 1)', 'sums = np.zeros(n_codes + 1)\n    sums[codes] += gradient')
