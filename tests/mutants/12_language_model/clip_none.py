"""Nothing is clipped."""

EXPECT = ('clipped_scale_check', 'try every share of SHARES')
CELL = 'clipped_scale'
CHANGE = ('for share in SHARES:', 'for share in SHARES[:1]:')
