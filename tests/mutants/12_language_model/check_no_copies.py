"""Candidates get the arrays themselves."""

EXPECT = ('check_make_good_check', 'hand it a copy')
CELL = 'check_make_good'
CHANGE = ('weights.copy(), settled.copy(), hessian.copy()', 'weights, settled, hessian')
