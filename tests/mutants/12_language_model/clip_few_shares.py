"""Every second share is tried."""

EXPECT = ('clipped_scale_check', 'Every share of SHARES is tried')
CELL = 'clipped_scale'
CHANGE = ('SHARES:', 'SHARES[::2]:')
