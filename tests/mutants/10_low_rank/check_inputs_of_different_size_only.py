"""Inputs differ in size, and are not correlated."""
EXPECT = ("check_data_aware_svd_check", 'not only of different size')
CELL = "check_data_aware_svd"
CHANGE = ('inputs = rng.normal(2, 1, size=(examples, m)) @ rng.normal(size=(m, m))', 'inputs = np.vstack([np.diag(1.0 + np.arange(m)), -np.diag(1.0 + np.arange(m))])[:, ::-1]')
