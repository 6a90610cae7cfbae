"""The first columns of the weights, and how the others follow from them."""
EXPECT = ("truncated_svd_check", 'first @ second is')
CELL = "truncated_svd"
CHANGE = (
    ('    left, sizes, right = np.linalg.svd(weights, full_matrices=False)\n', ''),
    ('    first = left[:, :rank] * sizes[:rank]\n    return first.astype(np.float32), right[:rank].astype(np.float32)', '    first = weights[:, :rank]\n    second = np.linalg.lstsq(first, weights, rcond=None)[0]\n    return first.astype(np.float32), second.astype(np.float32)'),
)
