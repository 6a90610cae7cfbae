"""The product comes instead of its factors."""
EXPECT = ("truncated_svd_check", 'returns two arrays')
CELL = "truncated_svd"
CHANGE = ('return first.astype(np.float32), right[:rank].astype(np.float32)', 'return (first @ right[:rank]).astype(np.float32)')
