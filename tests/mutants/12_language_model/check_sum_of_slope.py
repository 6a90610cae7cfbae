"""Slopes of both signs cancel."""

EXPECT = ('check_make_good_check', 'slopes of both signs must not cancel')
CELL = 'check_make_good'
CHANGE = ('np.abs(slope[k:]).max()', 'np.abs(slope[k:].sum())')
