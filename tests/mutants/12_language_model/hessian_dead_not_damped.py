"""A dead input gets a 1 and no damping."""

EXPECT = ('layer_hessian_check', 'gets a 1, and the damping')
CELL = 'layer_hessian'
CHANGE = ('np.where(diagonal == 0, 1.0, 0.0) + damping * diagonal.mean()', 'np.where(diagonal == 0, 1.0, damping * diagonal.mean())')
