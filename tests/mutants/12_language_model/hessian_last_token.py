"""Only the last character of each sequence is looked at."""

EXPECT = ('layer_hessian_check', 'It is 2 X.T X,')
CELL = 'layer_hessian'
CHANGE = ('    rows = inputs.reshape(-1, inputs.shape[-1]).astype(np.float64)', '    rows = inputs.astype(np.float64)\n    rows = rows[:, -1] if rows.ndim == 3 else rows')
