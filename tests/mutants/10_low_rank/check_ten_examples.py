"""No case has more than ten examples."""
EXPECT = ("check_data_aware_svd_check", 'more than ten')
CELL = "check_data_aware_svd"
CHANGE = ('(6, 4, 30), (4, 7, 30)', '(6, 4, 10), (4, 7, 10)')
