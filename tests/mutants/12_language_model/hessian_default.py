"""The damping is 10% where none is given."""

EXPECT = ('layer_hessian_check', 'Without a damping given')
CELL = 'layer_hessian'
CHANGE = ('damping=0.01', 'damping=0.1')
