"""No excess at all is allowed."""
EXPECT = ("check_data_aware_svd_check", 'too strict')
CELL = "check_data_aware_svd"
CHANGE = ('> 1e-4', '> 0')
