"""The singular values go into the second factor."""
EXPECT = ("truncated_svd_check", 'sizes into first')
CELL = "truncated_svd"
CHANGE = ('    first = left[:, :rank] * sizes[:rank]\n    return first.astype(np.float32), right[:rank].astype(np.float32)', '    first = left[:, :rank]\n    second = sizes[:rank, None] * right[:rank]\n    return first.astype(np.float32), second.astype(np.float32)')
