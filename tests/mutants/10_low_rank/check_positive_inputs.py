"""No input has both signs."""
EXPECT = ("check_data_aware_svd_hidden", 'should be refused')
CELL = "check_data_aware_svd"
CHANGE = ('inputs = rng.normal(2, 1, size=(examples, m)) @ rng.normal(size=(m, m))', 'inputs = np.abs(rng.normal(2, 1, size=(examples, m)) @ rng.normal(size=(m, m)))')
