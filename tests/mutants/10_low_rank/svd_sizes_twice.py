"""The singular values come into both factors, whole."""
EXPECT = ("truncated_svd_check", 'has them twice')
CELL = "truncated_svd"
CHANGE = ('return first.astype(np.float32), right[:rank].astype(np.float32)', 'return first.astype(np.float32), (sizes[:rank, None] * right[:rank]).astype(np.float32)')
