"""All layers are square."""
EXPECT = ("check_data_aware_svd_check", 'fewer inputs than outputs')
CELL = "check_data_aware_svd"
CHANGE = ('[(6, 4, 30), (4, 7, 30), (8, 5, 5)]', '[(6, 6, 30), (6, 6, 5)]')
