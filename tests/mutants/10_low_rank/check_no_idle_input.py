"""Every input is heard."""
EXPECT = ("check_data_aware_svd_check", '0 in every example')
CELL = "check_data_aware_svd"
CHANGE = ('        inputs[:, 1] = 0\n', '')
