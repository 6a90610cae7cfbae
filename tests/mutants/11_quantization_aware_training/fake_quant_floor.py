"""Weights are rounded down."""

EXPECT = ("fake_quant_check", 'Divide by the scale, round')
CELL = "fake_quant"
CHANGE = ('np.rint(', 'np.floor(')
