"""Whether a weight is clipped is seen before rounding."""

EXPECT = ("fake_quant_check", 'passes the gradient by')
CELL = "fake_quant"
CHANGE = ('(codes >= low) & (codes <= high)', '(weights / scale >= low) & (weights / scale <= high)')
