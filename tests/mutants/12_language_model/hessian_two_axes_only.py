"""Inputs with three axes are not made rows."""

EXPECT = ('layer_hessian_check', 'make one row of each')
CELL = 'layer_hessian'
CHANGE = ('    rows = inputs.reshape(-1, inputs.shape[-1]).astype(np.float64)', '    rows = inputs.astype(np.float64)')
