"""The factors stay in float64."""
EXPECT = ("truncated_svd_check", 'returns float32')
CELL = "truncated_svd"
CHANGE = ('return first.astype(np.float32), right[:rank].astype(np.float32)', 'return first, right[:rank]')
