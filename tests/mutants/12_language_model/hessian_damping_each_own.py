"""Each entry of the diagonal grows by a share of itself."""

EXPECT = ("layer_hessian_check", "with the damping on the diagonal")
CELL = 'layer_hessian'
CHANGE = ('damping * diagonal.mean()', 'damping * diagonal')
