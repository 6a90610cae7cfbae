"""The rows of the settled inputs should be 0, too."""

EXPECT = ('check_make_good_check', 'Have a Hessian with damping')
CELL = 'check_make_good'
CHANGE = ('np.abs(slope[k:]).max()', 'np.abs(slope).max()')
