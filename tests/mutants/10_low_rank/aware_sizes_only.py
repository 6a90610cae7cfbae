"""Each input is weighed by its size, as if none were correlated."""
EXPECT = ("data_aware_svd_check", 'weigh them together')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    spread = np.sqrt((inputs.astype(np.float64) ** 2).mean(axis=0))\n    second = np.linalg.svd(spread[:, None] * weights, full_matrices=False)[2][:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)')
