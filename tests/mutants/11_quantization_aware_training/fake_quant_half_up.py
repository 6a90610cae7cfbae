"""Halves are rounded up."""

EXPECT = ("fake_quant_check", 'which go to the even code')
CELL = "fake_quant"
CHANGE = ('np.rint(weights / scale)', 'np.floor(weights / scale + 0.5)')
