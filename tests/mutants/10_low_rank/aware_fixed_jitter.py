"""A millionth is added to every input's mean square, however small the inputs are."""
EXPECT = ("data_aware_svd_hidden", 'small inputs')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n', '    moments = inputs.T.astype(np.float64) @ inputs\n    lower = np.linalg.cholesky(moments + 1e-6 * np.eye(len(weights)))\n    second = np.linalg.svd(lower.T @ weights)[2][:rank]\n')
