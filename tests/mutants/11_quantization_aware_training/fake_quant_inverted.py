"""The gradient passes where a weight is clipped, and nowhere else."""

EXPECT = ("fake_quant_check", 'passes the gradient by')
CELL = "fake_quant"
CHANGE = ('(codes >= low) & (codes <= high)', '(codes < low) | (codes > high)')
