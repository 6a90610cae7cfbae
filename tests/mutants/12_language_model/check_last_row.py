"""Only the last row of the slope is looked at."""

EXPECT = ('check_make_good_hidden', 'Look at all rows')
CELL = 'check_make_good'
CHANGE = ('np.abs(slope[k:]).max()', 'np.abs(slope[-1]).max()')
