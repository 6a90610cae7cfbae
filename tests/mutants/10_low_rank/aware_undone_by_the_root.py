"""The root is multiplied in once more instead of being undone."""
EXPECT = ("data_aware_svd_check", 'the size is not')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n', '    values, vectors = np.linalg.eigh(inputs.T.astype(np.float64) @ inputs)\n    root = (vectors * np.sqrt(values.clip(0))) @ vectors.T\n    second = np.linalg.svd(root @ weights, full_matrices=False)[2][:rank]\n    weights = root @ root @ weights\n')
