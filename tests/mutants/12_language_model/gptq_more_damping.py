"""A fiftieth of the mean is added to the Hessian once more."""

EXPECT = ('gptq_layer_check', 'what clipping loses is made')
CELL = 'gptq_layer'
CHANGE = ('    upper = np.linalg.cholesky(np.linalg.inv(hessian)).T', '    hessian = hessian + 0.02 * hessian.diagonal().mean() * np.eye(len(hessian))\n    upper = np.linalg.cholesky(np.linalg.inv(hessian)).T')
