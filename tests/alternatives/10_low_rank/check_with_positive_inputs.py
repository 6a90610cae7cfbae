"""No input has both signs, as of pixels and behind a ReLU."""
CELL = "check_data_aware_svd"
CHANGE = ('inputs = rng.normal(2, 1, size=(examples, m)) @ rng.normal(size=(m, m))', 'inputs = np.abs(rng.normal(2, 1, size=(examples, m)) @ rng.normal(size=(m, m)))')
