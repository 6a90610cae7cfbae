"""The codes are returned."""

EXPECT = ("fake_quant_check", 'These are the codes')
CELL = "fake_quant"
CHANGE = ('np.clip(codes, low, high) * scale + 0.0', 'np.clip(codes, low, high) + 0.0')
