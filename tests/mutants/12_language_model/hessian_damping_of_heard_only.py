"""The mean is over inputs that are not dead."""

EXPECT = ('layer_hessian_check', 'The mean is over all')
CELL = 'layer_hessian'
CHANGE = ('damping * diagonal.mean()', 'damping * diagonal[diagonal > 0].mean()')
