"""The damping is forgotten."""

EXPECT = ('layer_hessian_check', 'The damping is missing')
CELL = 'layer_hessian'
CHANGE = (' + damping * diagonal.mean()', '')
