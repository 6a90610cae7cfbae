"""Slopes of an output are added up."""

EXPECT = ('check_make_good_hidden', 'Look at every row by itself')
CELL = 'check_make_good'
CHANGE = ('np.abs(slope[k:]).max()', 'np.abs(slope[k:].sum(axis=0)).max()')
