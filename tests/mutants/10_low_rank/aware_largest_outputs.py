"""The largest outputs stay whole, the others go."""
EXPECT = ("data_aware_svd_check", 'has the outputs')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    outputs = inputs.astype(np.float64) @ weights\n    order = np.argsort(-(outputs**2).sum(axis=0), kind="stable")[:rank]\n    second = np.eye(weights.shape[1])[order]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)')
