"""The rank of the example is written into the function."""
EXPECT = ("truncated_svd_check", 'Leave out whole')
CELL = "truncated_svd"
CHANGE = ('    left, sizes', '    rank = 2\n    left, sizes')
