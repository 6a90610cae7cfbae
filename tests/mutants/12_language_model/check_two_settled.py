"""Two inputs are settled at most."""

EXPECT = ('check_make_good_check', 'Let three or more inputs be settled')
CELL = 'check_make_good'
CHANGE = ('(4, 9, 3)', '(2, 9, 3)')
