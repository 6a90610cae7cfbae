"""The check finds every candidate wrong."""

EXPECT = ('check_make_good_check', 'Have a Hessian with damping')
CELL = 'check_make_good'
CHANGE = ('    return True', '    return False')
