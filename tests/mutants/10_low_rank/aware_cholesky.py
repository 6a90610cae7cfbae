"""Whitened by Cholesky, which a singular matrix does not have."""
EXPECT = ("data_aware_svd_check", 'singular')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    root = np.linalg.cholesky(inputs.T.astype(np.float64) @ inputs)\n    first, second = truncated_svd(root.T @ weights, rank)\n    return np.linalg.solve(root.T, first).astype(np.float32), second')
