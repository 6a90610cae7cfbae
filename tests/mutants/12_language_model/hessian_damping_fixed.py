"""Always 1% is added."""

EXPECT = ('layer_hessian_check', 'It is 2 X.T X,')
CELL = 'layer_hessian'
CHANGE = ('damping * diagonal.mean()', '0.01 * diagonal.mean()')
