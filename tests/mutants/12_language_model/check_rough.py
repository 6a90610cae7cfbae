"""A slope of a half passes."""

EXPECT = ('check_make_good_check', 'Allow 1e-6 of the largest')
CELL = 'check_make_good'
CHANGE = ('1e-6 *', '0.5 *')
