"""The inputs are projected on their own main directions."""
EXPECT = ("data_aware_svd_check", 'not those of the larger inputs')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    _, _, right = np.linalg.svd(inputs, full_matrices=False)\n    first = right[:rank].T\n    return first.astype(np.float32), (first.T @ weights).astype(np.float32)')
