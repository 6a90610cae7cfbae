"""A tenth of the mean square is added to every input."""
EXPECT = ("data_aware_svd_check", 'one direction of the outputs')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    moments = inputs.T.astype(np.float64) @ inputs\n    moments += 0.1 * np.trace(moments) / len(moments) * np.eye(len(moments))\n    root = np.linalg.cholesky(moments)\n    first, second = truncated_svd(root.T @ weights, rank)\n    return np.linalg.solve(root.T, first).astype(np.float32), second')
