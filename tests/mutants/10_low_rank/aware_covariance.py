"""Whitened with the covariance, means taken away."""
EXPECT = ("data_aware_svd_check", 'Means are not taken away')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    centred = inputs - inputs.mean(axis=0)\n    values, vectors = np.linalg.eigh(centred.T.astype(np.float64) @ centred)\n    root = np.sqrt(np.maximum(values, 0))[:, None] * vectors.T\n    second = np.linalg.svd(root @ weights, full_matrices=False)[2][:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)')
