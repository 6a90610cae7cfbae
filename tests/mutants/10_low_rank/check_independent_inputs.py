"""The inputs are independent, and equally large."""
EXPECT = ("check_data_aware_svd_check", 'correlated')
CELL = "check_data_aware_svd"
CHANGE = ('inputs = rng.normal(2, 1, size=(examples, m)) @ rng.normal(size=(m, m))', 'inputs = np.vstack([np.eye(m), -np.eye(m)]) * 5.0')
