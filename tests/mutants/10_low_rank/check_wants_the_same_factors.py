"""The factors are compared, whose signs and split are free."""
EXPECT = ("check_data_aware_svd_check", 'too strict')
CELL = "check_data_aware_svd"
CHANGE = (
    ('            if excess(candidate', '            want = data_aware_by_outputs(weights, rank, inputs)\n            if not np.allclose(candidate(weights, rank, inputs)[0], want, atol=1e-3):\n                return False\n            if excess(candidate'),
    ('    rng = np.random.default_rng(0)', '    def data_aware_by_outputs(weights, rank, inputs):\n        return weights @ np.linalg.svd(inputs @ weights)[2][:rank].T\n\n    rng = np.random.default_rng(0)'),
)
