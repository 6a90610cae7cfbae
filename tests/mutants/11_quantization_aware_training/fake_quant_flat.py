"""The shape of the weights is lost."""

EXPECT = ("fake_quant_check", 'arrays of the shape')
CELL = "fake_quant"
CHANGE = ('codes = np.rint(weights / scale)', 'codes = np.rint(weights.ravel() / scale)')
