"""There are always more examples than inputs."""
EXPECT = ("check_data_aware_svd_check", 'fewer examples than inputs')
CELL = "check_data_aware_svd"
CHANGE = ('(8, 5, 5)', '(8, 5, 50)')
