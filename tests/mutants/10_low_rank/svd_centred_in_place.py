"""Means are taken away from the very matrix that is given."""
EXPECT = ("truncated_svd_check", 'has other numbers')
CELL = "truncated_svd"
CHANGE = ('    left, sizes', '    weights -= weights.mean(axis=0)\n    left, sizes')
