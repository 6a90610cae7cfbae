"""The inputs given are scaled."""

EXPECT = ('layer_hessian_check', 'Compute new arrays')
CELL = 'layer_hessian'
CHANGE = (('    rows = inputs.reshape(-1, inputs.shape[-1]).astype(np.float64)', '    inputs *= 2**0.5\n    rows = inputs.reshape(-1, inputs.shape[-1]).astype(np.float64)'), ('2 * rows.T', 'rows.T'))
