"""No gradient passes."""

EXPECT = ("fake_quant_check", 'passes the gradient by')
CELL = "fake_quant"
CHANGE = ('(codes >= low) & (codes <= high)', 'np.zeros(weights.shape, dtype=bool)')
