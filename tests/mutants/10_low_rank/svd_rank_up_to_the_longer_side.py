"""Ranks are allowed up to the longer side."""
EXPECT = ("truncated_svd_check", 'rank goes')
CELL = "truncated_svd"
CHANGE = ('min(weights.shape)', 'max(weights.shape)')
