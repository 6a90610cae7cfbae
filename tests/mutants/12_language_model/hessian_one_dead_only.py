"""Only the first dead input gets a 1."""

EXPECT = ('layer_hessian_check', 'Every dead input gets a 1')
CELL = 'layer_hessian'
CHANGE = ('np.where(diagonal == 0, 1.0, 0.0)', '(np.arange(len(diagonal)) == diagonal.argmin()) * (diagonal == 0)')
