"""Any rank is taken: a slice beyond the end is no error."""
EXPECT = ("truncated_svd_check", 'rank goes')
CELL = "truncated_svd"
CHANGE = ('    if not 1 <= rank <= min(weights.shape):\n        raise ValueError(f"a matrix of {weights.shape} has no rank-{rank} factors")\n', '')
