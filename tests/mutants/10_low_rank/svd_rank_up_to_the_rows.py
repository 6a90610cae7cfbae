"""The rank is held against the rows alone."""
EXPECT = ("truncated_svd_check", 'A 4 x 3 matrix and rank 4')
CELL = "truncated_svd"
CHANGE = ('min(weights.shape)', 'len(weights)')
