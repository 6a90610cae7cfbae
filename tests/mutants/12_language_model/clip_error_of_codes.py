"""The error is that of the codes."""

EXPECT = ('clipped_scale_check', 'Add up the squared errors')
CELL = 'clipped_scale'
CHANGE = ('(dequantize(codes, tried, size) - weights)', '(codes - weights / np.repeat(tried, size, axis=0)[: len(weights)])')
