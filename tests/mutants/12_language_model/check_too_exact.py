"""No slope at all is allowed."""

EXPECT = ('check_make_good_check', 'Have a Hessian with damping')
CELL = 'check_make_good'
CHANGE = ('<= 1e-6 *', '<= 1e-300 *')
