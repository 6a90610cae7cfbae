"""The weights are divided by the root instead of multiplied."""
EXPECT = ("data_aware_svd_check", 'let the inputs have a say')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    values, vectors = np.linalg.eigh(inputs.T.astype(np.float64) @ inputs)\n    inverse = 1 / np.sqrt(np.maximum(values, 1e-3))[:, None] * vectors.T\n    second = np.linalg.svd(inverse @ weights, full_matrices=False)[2][:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)')
