"""The scale comes from the largest weight, whatever is given."""

EXPECT = ("fake_quant_check", 'Divide by the scale, round')
CELL = "fake_quant"
CHANGE = ('codes = np.rint(weights / scale)', 'scale = float(np.abs(weights).max()) / max(-low, high)\n    codes = np.rint(weights / scale)')
