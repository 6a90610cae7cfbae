"""The weights given are divided in place."""

EXPECT = ("fake_quant_check", 'changed the weights')
CELL = "fake_quant"
CHANGE = ('codes = np.rint(weights / scale)', 'weights /= scale\n    codes = np.rint(weights)')
