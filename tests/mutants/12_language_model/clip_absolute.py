"""Absolute errors are added up, not squares."""

EXPECT = ('clipped_scale_check', 'Add up squares, not absolute')
CELL = 'clipped_scale'
CHANGE = ('squares = (dequantize(codes, tried, size) - weights) ** 2.0', 'squares = np.abs(dequantize(codes, tried, size) - weights)')
