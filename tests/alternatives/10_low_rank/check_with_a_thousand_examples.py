"""Many examples, larger layers, an idle input in one case alone."""

def check_data_aware_svd(candidate):
    rng = np.random.default_rng(5)
    for m, n, examples, rank in [(9, 6, 1000, 1), (9, 6, 1000, 4), (6, 9, 1000, 2),
                                 (10, 7, 8, 3), (7, 5, 40, 1)]:
        weights = rng.normal(size=(m, n))
        inputs = 2 + rng.normal(size=(examples, m)) @ rng.normal(size=(m, m))
        if examples < m:
            inputs[:, 2] = 0
        if not excess(candidate, weights, rank, inputs) <= 1e-4:
            return False
    return True
