"""The third array is taken for the v as columns, and turned."""
EXPECT = ("truncated_svd_check", 'do not turn it')
CELL = "truncated_svd"
CHANGE = ('right[:rank].astype', 'right.T[:rank].astype')
