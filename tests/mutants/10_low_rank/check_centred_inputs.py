"""The inputs have no mean."""
EXPECT = ("check_data_aware_svd_check", 'means far from 0')
CELL = "check_data_aware_svd"
CHANGE = ('        inputs[:, 1] = 0', '        inputs[:, 1] = 0\n        inputs -= inputs.mean(axis=0)')
