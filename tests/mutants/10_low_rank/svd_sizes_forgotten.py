"""The singular values come into neither factor."""
EXPECT = ("truncated_svd_check", 'none of them')
CELL = "truncated_svd"
CHANGE = ('first = left[:, :rank] * sizes[:rank]', 'first = left[:, :rank]')
