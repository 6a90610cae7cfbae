"""The inputs are not looked at."""
EXPECT = ("data_aware_svd_check", 'let the inputs have a say')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    return truncated_svd(weights, rank)')
