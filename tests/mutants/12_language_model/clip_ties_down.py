"""With equal errors the smaller share wins."""

EXPECT = ('clipped_scale_check', 'use <')
CELL = 'clipped_scale'
CHANGE = ('error < least', 'error <= least')
