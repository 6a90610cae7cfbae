"""The range is as wide below 0 as above."""

EXPECT = ("fake_quant_check", 'Divide by the scale, round')
CELL = "fake_quant"
CHANGE = (
    ('np.clip(codes, low, high)', 'np.clip(codes, -high, high)'),
)
