"""The last share is not tried."""

EXPECT = ('clipped_scale_check', 'The last of SHARES')
CELL = 'clipped_scale'
CHANGE = ('in SHARES:', 'in SHARES[:-1]:')
