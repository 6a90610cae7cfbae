"""Codes are those of the scale that clips nothing."""

EXPECT = ('clipped_scale_check', 'try every share of SHARES')
CELL = 'clipped_scale'
CHANGE = ('        codes, _ = quantize_groups(weights, bits, size, tried)\n', '        codes, _ = quantize_groups(weights, bits, size)\n')
