"""Inputs that are always 0 are left out of the first factor, too."""
EXPECT = ("data_aware_svd_check", 'has a row for each row')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n', '    heard = inputs.any(axis=0)\n    weights, inputs = weights[heard], inputs[:, heard]\n    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n')
