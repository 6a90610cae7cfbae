"""Rank 1 is never tried."""
EXPECT = ("check_data_aware_svd_check", 'Have rank 1')
CELL = "check_data_aware_svd"
CHANGE = ('for rank in (1, 3)', 'for rank in (2, 3)')
