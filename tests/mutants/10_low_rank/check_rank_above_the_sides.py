"""A rank is asked for that the layer has not."""
EXPECT = ("check_data_aware_svd_check", 'at most min(m, n)')
CELL = "check_data_aware_svd"
CHANGE = ('for rank in (1, 3):', 'for rank in (1, 3, 5):')
