"""Dead inputs stay at 0."""

EXPECT = ('layer_hessian_check', 'A dead input gets a')
CELL = 'layer_hessian'
CHANGE = ('np.where(diagonal == 0, 1.0, 0.0) + ', 'np.zeros(len(diagonal)) + ')
