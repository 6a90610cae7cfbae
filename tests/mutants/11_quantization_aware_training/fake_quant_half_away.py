"""Halves are rounded away from 0."""

EXPECT = ("fake_quant_check", 'which go to the even code')
CELL = "fake_quant"
CHANGE = ('np.rint(weights / scale)', 'np.sign(weights) * np.floor(np.abs(weights / scale) + 0.5)')
