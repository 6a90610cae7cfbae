"""No layer has more inputs than outputs."""
EXPECT = ("check_data_aware_svd_check", 'more inputs than outputs')
CELL = "check_data_aware_svd"
CHANGE = ('[(6, 4, 30), (4, 7, 30), (8, 5, 5)]', '[(5, 8, 30), (4, 7, 30), (5, 7, 4)]')
