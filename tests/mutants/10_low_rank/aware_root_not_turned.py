"""The root of the second moments is not turned."""
EXPECT = ("data_aware_svd_check", 'is L turned')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n', '    values, vectors = np.linalg.eigh(inputs.T.astype(np.float64) @ inputs)\n    root = vectors * np.sqrt(values.clip(0))\n    second = np.linalg.svd(root @ weights, full_matrices=False)[2][:rank]\n')
