"""The largest slope counts, not the largest absolute one."""

EXPECT = ('check_make_good_hidden', 'A slope of either sign')
CELL = 'check_make_good'
CHANGE = ('np.abs(slope[k:]).max()', 'slope[k:].max()')
