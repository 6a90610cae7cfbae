"""The error of the weights is looked at instead of that of the outputs."""
EXPECT = ("check_data_aware_svd_check", 'correlated')
CELL = "check_data_aware_svd"
CHANGE = ('excess(candidate, weights, rank, inputs) > 1e-4', 'excess(candidate, weights, rank, np.eye(m)) > 1e-4')
