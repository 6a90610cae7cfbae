"""The damping is a share of the largest entry."""

EXPECT = ('layer_hessian_check', 'The mean of the diagonal,')
CELL = 'layer_hessian'
CHANGE = ('diagonal.mean()', 'diagonal.max()')
