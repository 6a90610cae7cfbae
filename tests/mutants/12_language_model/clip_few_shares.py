"""Every second share is tried."""

EXPECT = ("clipped_scale_hidden", "can have a squared")
CELL = 'clipped_scale'
CHANGE = ('SHARES:', 'SHARES[::2]:')
