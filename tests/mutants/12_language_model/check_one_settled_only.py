"""Only one input is settled."""

EXPECT = ('check_make_good_check', 'Let two or more inputs')
CELL = 'check_make_good'
CHANGE = ('[(1, 5, 3), (2, 6, 1), (4, 9, 3)]', '[(1, 5, 3), (1, 6, 1), (1, 9, 3)]')
