"""The means of the inputs are taken away."""

EXPECT = ('layer_hessian_check', 'Take no means away from')
CELL = 'layer_hessian'
CHANGE = ('    rows = inputs.reshape(-1, inputs.shape[-1]).astype(np.float64)', '    rows = inputs.reshape(-1, inputs.shape[-1]).astype(np.float64)\n    rows = rows - rows.mean(axis=0)')
