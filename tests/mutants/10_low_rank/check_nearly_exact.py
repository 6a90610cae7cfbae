"""An excess of 1e-8 is allowed, for roundings."""
EXPECT = ("check_data_aware_svd_check", '1e-4 is allowed')
CELL = "check_data_aware_svd"
CHANGE = ('> 1e-4', '> 1e-8')
