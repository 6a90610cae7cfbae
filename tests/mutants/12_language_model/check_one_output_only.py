"""There is one output."""

EXPECT = ('check_make_good_check', 'Have more than one output')
CELL = 'check_make_good'
CHANGE = ('[(1, 5, 3), (2, 6, 1), (4, 9, 3)]', '[(1, 5, 1), (2, 6, 1), (4, 9, 1)]')
