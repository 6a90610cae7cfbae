"""There are fewer examples than the rank."""
EXPECT = ("check_data_aware_svd_check", 'Have rank examples at least')
CELL = "check_data_aware_svd"
CHANGE = ('[(6, 4, 30), (4, 7, 30), (8, 5, 5)]', '[(6, 4, 30), (4, 7, 30), (8, 5, 2)]')
