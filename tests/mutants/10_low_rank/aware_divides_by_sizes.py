"""The v are computed from the u and divided by the sizes, which may be 0."""
EXPECT = ("data_aware_svd_hidden", 'equal examples')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n', '    outputs = inputs.astype(np.float64) @ weights\n    left, sizes, _ = np.linalg.svd(outputs, full_matrices=False)\n    second = (outputs.T @ left[:, :rank]).T\n    second /= np.where(sizes[:rank] > 1e-9, sizes[:rank], 1)[:, np.newaxis]\n')
