"""The outputs themselves are factorized: the first factor has a row an example."""
EXPECT = ("data_aware_svd_check", 'returns arrays of the shapes')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    return truncated_svd(inputs.astype(np.float64) @ weights, rank)')
