"""The largest rank is refused."""
EXPECT = ("truncated_svd_check", 'is no error')
CELL = "truncated_svd"
CHANGE = ('<= min(weights.shape)', '< min(weights.shape)')
