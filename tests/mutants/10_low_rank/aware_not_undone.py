"""What the weights were multiplied by is not undone."""
EXPECT = ("data_aware_svd_check", 'undo what')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    values, vectors = np.linalg.eigh(inputs.T.astype(np.float64) @ inputs)\n    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T\n    return truncated_svd(root @ weights, rank)')
