"""The damping is added as it is, not as a share."""

EXPECT = ('layer_hessian_check', 'The damping is a share')
CELL = 'layer_hessian'
CHANGE = ('damping * diagonal.mean()', 'damping')
