"""Only rank 1 is tried."""
EXPECT = ("check_data_aware_svd_check", 'ranks above 1')
CELL = "check_data_aware_svd"
CHANGE = ('for rank in (1, 3)', 'for rank in (1,)')
