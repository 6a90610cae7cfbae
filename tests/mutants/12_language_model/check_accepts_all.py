"""The check finds every candidate right."""

EXPECT = ('check_make_good_check', 'look at the slope')
CELL = 'check_make_good'
CHANGE = (('        if np.shape(rest) != (m - k, n):\n            return False\n', '        if np.shape(rest) != (m - k, n):\n            return True\n'), ('            return False\n    return True', '            return True\n    return True'))
