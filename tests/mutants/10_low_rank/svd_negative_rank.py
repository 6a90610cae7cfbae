"""Only ranks that are too large, and 0, are refused."""
EXPECT = ("truncated_svd_check", 'ask for a ValueError')
CELL = "truncated_svd"
CHANGE = ('not 1 <= rank <= min(weights.shape)', 'rank == 0 or rank > min(weights.shape)')
