"""A dead input gets a 1 and no damping."""

EXPECT = ('layer_hessian_check', 'It is 2 X.T X,')
CELL = 'layer_hessian'
CHANGE = ('np.where(diagonal == 0, 1.0, 0.0) + damping * diagonal.mean()', 'np.where(diagonal == 0, 1.0, damping * diagonal.mean())')
