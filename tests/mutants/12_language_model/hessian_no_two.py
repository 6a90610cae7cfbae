"""The factor 2 is missing."""

EXPECT = ('layer_hessian_check', 'The factor 2 is missing,')
CELL = 'layer_hessian'
CHANGE = ('2 * rows.T @ rows', 'rows.T @ rows')
