"""The second moments are computed in float32."""
EXPECT = ("data_aware_svd_hidden", 'means of 1000')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n', '    outputs = inputs.astype(np.float32) @ weights.astype(np.float32)\n    second = np.linalg.eigh(outputs.T @ outputs)[1][:, ::-1][:, :rank].T\n')
