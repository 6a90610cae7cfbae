"""Only the last row of the slope is looked at."""

EXPECT = ('check_make_good_check', 'Look at all rows of the slope')
CELL = 'check_make_good'
CHANGE = ('np.abs(slope[k:]).max()', 'np.abs(slope[-1]).max()')
