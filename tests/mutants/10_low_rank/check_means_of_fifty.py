"""The means are so large that nothing else counts."""
EXPECT = ("check_data_aware_svd_check", 'drown what differs')
CELL = "check_data_aware_svd"
CHANGE = ('inputs = rng.normal(2, 1, size=(examples, m)) @ rng.normal(size=(m, m))', 'inputs = rng.normal(2, 1, size=(examples, m)) @ rng.normal(size=(m, m)) + 50')
