"""One input is left to make good."""

EXPECT = ('check_make_good_check', 'Let inputs be correlated, two')
CELL = 'check_make_good'
CHANGE = ('[(1, 5, 3), (2, 6, 1), (4, 9, 3)]', '[(4, 5, 3), (5, 6, 1), (8, 9, 3)]')
