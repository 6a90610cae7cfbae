"""Where the gradient passes comes first."""

EXPECT = ("fake_quant_check", 'Divide by the scale, round')
CELL = "fake_quant"
CHANGE = ('return rounded.astype(np.float32), (codes >= low) & (codes <= high)', 'return (codes >= low) & (codes <= high), rounded.astype(np.float32)')
