"""Terms of size 0 are left out, so that the factors are thinner than asked."""
EXPECT = ("truncated_svd_hidden", 'two float32 arrays come')
CELL = "truncated_svd"
CHANGE = ('    first = left', '    rank = min(rank, int((sizes > 1e-6).sum()))\n    first = left')
