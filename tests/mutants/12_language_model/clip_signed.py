"""Errors are added up with their signs."""

EXPECT = ('clipped_scale_check', 'That is the last share')
CELL = 'clipped_scale'
CHANGE = (' - weights) ** 2.0', ' - weights)')
