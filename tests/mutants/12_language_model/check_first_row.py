"""Only the first row of the slope is looked at."""

EXPECT = ('check_make_good_check', 'Let two or more inputs')
CELL = 'check_make_good'
CHANGE = ('np.abs(slope[k:]).max()', 'np.abs(slope[k]).max()')
