"""The largest slope counts, not the largest absolute one."""

EXPECT = ('check_make_good_check', 'take absolute values')
CELL = 'check_make_good'
CHANGE = ('np.abs(slope[k:]).max()', 'slope[k:].max()')
