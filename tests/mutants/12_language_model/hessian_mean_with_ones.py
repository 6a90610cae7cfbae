"""The mean is taken after the ones came in."""

EXPECT = ('layer_hessian_check', 'The mean is that of')
CELL = 'layer_hessian'
CHANGE = ('damping * diagonal.mean()', 'damping * np.where(diagonal == 0, 1, diagonal).mean()')
