"""Roots of the sizes go into both factors."""
EXPECT = ("data_aware_svd_check", 'should have length 1')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    outputs = inputs.astype(np.float64) @ weights\n    _, sizes, right = np.linalg.svd(outputs, full_matrices=False)\n    roots = np.sqrt(np.maximum(sizes[:rank, None], 1e-12))\n    first = (weights @ right[:rank].T) / roots.T\n    return first.astype(np.float32), (roots * right[:rank]).astype(np.float32)')
