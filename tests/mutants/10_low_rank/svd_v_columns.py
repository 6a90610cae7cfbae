"""Columns of the third array are cut, as of the first."""
EXPECT = ("truncated_svd_check", 'do not turn it')
CELL = "truncated_svd"
CHANGE = ('right[:rank].astype', 'right[:, :rank].T.astype')
