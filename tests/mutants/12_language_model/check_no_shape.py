"""Shapes are not looked at, and a wrong one stops the check."""

EXPECT = ('check_make_good_check', 'return False for another shape')
CELL = 'check_make_good'
CHANGE = ('        if np.shape(rest) != (m - k, n):\n            return False\n', '')
