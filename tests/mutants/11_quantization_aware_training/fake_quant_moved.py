"""The gradient passes only where rounding changed nothing."""

EXPECT = ("fake_quant_check", 'passes the gradient by')
CELL = "fake_quant"
CHANGE = ('(codes >= low) & (codes <= high)', 'weights == rounded')
