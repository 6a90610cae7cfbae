"""The gradient passes where a weight is clipped, too."""

EXPECT = ("fake_quant_check", 'passes the gradient by')
CELL = "fake_quant"
CHANGE = ('(codes >= low) & (codes <= high)', 'np.ones(weights.shape, dtype=bool)')
