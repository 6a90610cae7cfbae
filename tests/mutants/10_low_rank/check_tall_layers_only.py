"""No layer has fewer inputs than outputs."""
EXPECT = ("check_data_aware_svd_check", 'fewer inputs than outputs')
CELL = "check_data_aware_svd"
CHANGE = ('(4, 7, 30)', '(7, 4, 30)')
