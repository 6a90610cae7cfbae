"""Each factor gets the roots of the singular values."""
EXPECT = ("truncated_svd_check", 'sizes into first')
CELL = "truncated_svd"
CHANGE = ('    first = left[:, :rank] * sizes[:rank]\n    return first.astype(np.float32), right[:rank].astype(np.float32)', '    roots = np.sqrt(sizes[:rank])\n    first, second = left[:, :rank] * roots, roots[:, None] * right[:rank]\n    return first.astype(np.float32), second.astype(np.float32)')
