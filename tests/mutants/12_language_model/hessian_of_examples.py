"""X X^T has a row for each example."""

EXPECT = ('layer_hessian_check', 'X.T @ X has a')
CELL = 'layer_hessian'
CHANGE = ('2 * rows.T @ rows', '2 * rows @ rows.T')
