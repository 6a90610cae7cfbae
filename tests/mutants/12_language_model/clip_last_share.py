"""The last share tried is kept."""

EXPECT = ('clipped_scale_check', 'That is the last share')
CELL = 'clipped_scale'
CHANGE = ('np.where(error < least, tried, best)', 'tried')
