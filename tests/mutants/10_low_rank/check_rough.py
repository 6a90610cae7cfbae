"""An excess of a twentieth passes."""
EXPECT = ("check_data_aware_svd_check", 'no more')
CELL = "check_data_aware_svd"
CHANGE = ('> 1e-4', '> 0.05')
