"""All three parts are returned."""
EXPECT = ("truncated_svd_check", 'returns two arrays')
CELL = "truncated_svd"
CHANGE = ('return first.astype(np.float32), right[:rank].astype(np.float32)', 'return left[:, :rank], sizes[:rank], right[:rank]')
