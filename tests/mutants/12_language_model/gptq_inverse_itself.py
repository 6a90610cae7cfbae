"""Rows of the inverse are used all the way."""

EXPECT = ('gptq_layer_check', 'take those of U, input')
CELL = 'gptq_layer'
CHANGE = ('    upper = np.linalg.cholesky(np.linalg.inv(hessian)).T', '    upper = np.linalg.inv(hessian)')
