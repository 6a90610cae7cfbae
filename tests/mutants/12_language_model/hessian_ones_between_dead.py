"""Ones come between dead inputs, too."""

EXPECT = ('layer_hessian_check', 'Ones come on the diagonal alone')
CELL = 'layer_hessian'
CHANGE = ('return hessian', 'dead = diagonal == 0\n    hessian[np.ix_(dead, dead)] = 1 - np.eye(dead.sum())\n    return hessian')
