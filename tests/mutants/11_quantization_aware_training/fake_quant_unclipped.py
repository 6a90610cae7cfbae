"""Weights beyond the range stay there."""

EXPECT = ("fake_quant_check", 'Divide by the scale, round')
CELL = "fake_quant"
CHANGE = ('np.clip(codes, low, high)', 'codes')
