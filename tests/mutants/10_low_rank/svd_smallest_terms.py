"""The last terms are kept instead of the first."""
EXPECT = ("truncated_svd_check", 'smallest terms')
CELL = "truncated_svd"
CHANGE = ('    first = left[:, :rank] * sizes[:rank]\n    return first.astype(np.float32), right[:rank].astype(np.float32)', '    first = left[:, -rank:] * sizes[-rank:]\n    return first.astype(np.float32), right[-rank:].astype(np.float32)')
