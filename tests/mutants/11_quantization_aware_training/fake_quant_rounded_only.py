"""Only the rounded weights come back."""

EXPECT = ("fake_quant_check", 'returns two arrays')
CELL = "fake_quant"
CHANGE = ('rounded.astype(np.float32), (codes >= low) & (codes <= high)', 'rounded.astype(np.float32)')
