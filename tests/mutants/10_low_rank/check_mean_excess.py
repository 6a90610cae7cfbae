"""The excess is averaged over the cases."""
EXPECT = ("check_data_aware_svd_hidden", 'in each case')
CELL = "check_data_aware_svd"
CHANGE = (
    ('    rng =', '    all_of = []\n    rng ='),
    ('            if excess(candidate, weights, rank, inputs) > 1e-4:\n                return False\n    return True', '            all_of.append(excess(candidate, weights, rank, inputs))\n    return bool(np.mean(all_of) <= 1e-4)'),
)
