"""Where the gradient passes comes as numbers."""

EXPECT = ("fake_quant_check", 'returns float32 and bool')
CELL = "fake_quant"
CHANGE = ('(codes >= low) & (codes <= high)', '((codes >= low) & (codes <= high)).astype(np.float32)')
