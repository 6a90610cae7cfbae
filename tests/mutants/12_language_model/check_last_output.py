"""Only the last output is looked at."""

EXPECT = ('check_make_good_hidden', 'Have several outputs')
CELL = 'check_make_good'
CHANGE = ('np.abs(slope[k:]).max()', 'np.abs(slope[k:, -1]).max()')
