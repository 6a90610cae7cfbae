"""Columns are not counted."""

EXPECT = ('check_make_good_check', 'n columns come')
CELL = 'check_make_good'
CHANGE = ('np.shape(rest) != (m - k, n)', 'len(rest) != m - k')
