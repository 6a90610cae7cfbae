"""Only the whole rank is tried, at which every product is exact."""
EXPECT = ("check_data_aware_svd_check", 'correlated')
CELL = "check_data_aware_svd"
CHANGE = ('for rank in (1, 3)', 'for rank in (min(m, n),)')
