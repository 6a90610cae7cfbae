"""All is computed in float32, and widened at the end."""

EXPECT = ('layer_hessian_hidden', 'Compute in float64')
CELL = 'layer_hessian'
CHANGE = (('.astype(np.float64)', '.astype(np.float32)'), ('hessian = 2 * rows.T @ rows', 'hessian = (2 * rows.T @ rows).astype(np.float64)'))
