"""Two inputs are left to make good."""

EXPECT = ('check_make_good_check', 'Let three or more inputs')
CELL = 'check_make_good'
CHANGE = ('[(1, 5, 3), (2, 6, 1), (4, 9, 3)]', '[(1, 3, 3), (2, 4, 1), (4, 6, 3)]')
