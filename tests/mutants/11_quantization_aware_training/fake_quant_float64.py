"""The rounded weights stay in float64."""

EXPECT = ("fake_quant_check", 'returns float32 and bool')
CELL = "fake_quant"
CHANGE = ('rounded.astype(np.float32)', 'rounded.astype(np.float64)')
