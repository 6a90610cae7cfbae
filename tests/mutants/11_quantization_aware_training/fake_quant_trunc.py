"""Digits are cut off."""

EXPECT = ("fake_quant_check", 'passes the gradient by')
CELL = "fake_quant"
CHANGE = ('np.rint(', 'np.trunc(')
