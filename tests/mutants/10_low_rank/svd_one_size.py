"""Every column of u gets the largest size."""
EXPECT = ("truncated_svd_check", 'a size of its own')
CELL = "truncated_svd"
CHANGE = ('sizes[:rank]', 'sizes[0]')
