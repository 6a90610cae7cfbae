"""Only the mean input is looked at."""
EXPECT = ("data_aware_svd_check", 'has the outputs')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    mean = inputs.astype(np.float64).mean(axis=0)\n    second = np.linalg.svd(mean[:, None] * weights, full_matrices=False)[2][:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)')
