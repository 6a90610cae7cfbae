"""The mean of the outputs is taken away."""
EXPECT = ("data_aware_svd_check", 'Means are not taken away')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs - outputs.mean(axis=0), full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)')
