"""The Cholesky factor is that of the Hessian."""

EXPECT = ('gptq_layer_check', 'the second weight becomes 0.764')
CELL = 'gptq_layer'
CHANGE = ('    upper = np.linalg.cholesky(np.linalg.inv(hessian)).T', '    upper = np.linalg.cholesky(hessian).T')
