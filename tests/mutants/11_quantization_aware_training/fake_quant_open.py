"""The lowest and highest code count as clipped."""

EXPECT = ("fake_quant_check", 'passes the gradient by')
CELL = "fake_quant"
CHANGE = ('(codes >= low) & (codes <= high)', '(codes > low) & (codes < high)')
