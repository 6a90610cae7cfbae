"""Only the first sequence is looked at."""

EXPECT = ('layer_hessian_check', 'All sequences count, not the')
CELL = 'layer_hessian'
CHANGE = ('    rows = inputs.reshape(-1, inputs.shape[-1]).astype(np.float64)', '    rows = inputs.astype(np.float64)\n    rows = rows[0] if rows.ndim == 3 else rows')
