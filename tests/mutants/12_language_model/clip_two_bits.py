"""Codes of 2 bits are tried, whatever the bits."""

EXPECT = ('clipped_scale_check', 'bits')
CELL = 'clipped_scale'
CHANGE = ('quantize_groups(weights, bits, size, tried)', 'quantize_groups(weights, 2, size, tried)')
