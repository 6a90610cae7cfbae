"""The inputs have no mean."""
EXPECT = ("check_data_aware_svd_check", 'have means')
CELL = "check_data_aware_svd"
CHANGE = ('        inputs[:, 1] = 0', '        inputs[:, 1] = 0\n        inputs -= inputs.mean(axis=0)')
