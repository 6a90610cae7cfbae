"""Small terms are set to zero instead of being left out."""
EXPECT = ("truncated_svd_check", 'Leave out whole')
CELL = "truncated_svd"
CHANGE = ('    first = left[:, :rank] * sizes[:rank]\n    return first.astype(np.float32), right[:rank].astype(np.float32)', '    sizes[rank:] = 0\n    return (left * sizes).astype(np.float32), right.astype(np.float32)')
