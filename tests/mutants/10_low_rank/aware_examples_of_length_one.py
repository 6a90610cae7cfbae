"""Every example is scaled to length 1."""
EXPECT = ("data_aware_svd_check", 'as large as they are')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n', '    lengths = np.linalg.norm(inputs, axis=1, keepdims=True).clip(1e-12)\n    outputs = (inputs / lengths) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n')
