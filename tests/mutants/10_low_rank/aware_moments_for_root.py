"""The second moments themselves are multiplied in, not their root."""
EXPECT = ("data_aware_svd_check", 'not squared')
CELL = "data_aware_svd"
CHANGE = ('    outputs = inputs.astype(np.float64) @ weights\n    _, _, right = np.linalg.svd(outputs, full_matrices=False)\n    second = right[:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)', '    moments = inputs.T.astype(np.float64) @ inputs\n    second = np.linalg.svd(moments @ weights, full_matrices=False)[2][:rank]\n    return (weights @ second.T).astype(np.float32), second.astype(np.float32)')
