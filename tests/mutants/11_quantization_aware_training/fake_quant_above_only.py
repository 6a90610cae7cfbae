"""Only weights above the range stop the gradient."""

EXPECT = ("fake_quant_check", 'passes the gradient by')
CELL = "fake_quant"
CHANGE = ('(codes >= low) & (codes <= high)', 'codes <= high')
