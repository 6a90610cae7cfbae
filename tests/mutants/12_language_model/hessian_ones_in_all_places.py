"""Every 0 of the matrix becomes 1."""

EXPECT = ('layer_hessian_check', 'Ones come on the diagonal')
CELL = 'layer_hessian'
CHANGE = ('    diagonal =', '    hessian[hessian == 0] = 1\n    diagonal =')
