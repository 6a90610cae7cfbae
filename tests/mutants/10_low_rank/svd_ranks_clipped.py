"""A rank that is too large is made smaller."""
EXPECT = ("truncated_svd_check", 'rank goes')
CELL = "truncated_svd"
CHANGE = ('    if not 1 <= rank <= min(weights.shape):\n        raise ValueError(f"a matrix of {weights.shape} has no rank-{rank} factors")\n', '    rank = max(1, min(rank, *weights.shape))\n')
