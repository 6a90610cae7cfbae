"""With fewer examples than inputs the plain SVD is taken."""
EXPECT = ("data_aware_svd_check", 'however few')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n', '    if len(inputs) < len(weights):\n        return truncated_svd(weights, rank)\n    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n')
