"""Weights are rounded to whole numbers."""

EXPECT = ("fake_quant_check", 'Divide by the scale, round')
CELL = "fake_quant"
CHANGE = (
    ('codes = np.rint(weights / scale)', 'codes = np.rint(weights)'),
    (') * scale + 0.0', ') + 0.0'),
)
