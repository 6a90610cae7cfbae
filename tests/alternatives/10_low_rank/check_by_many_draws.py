"""Many random cases, with an input that is silent in all of them."""

def check_data_aware_svd(candidate):
    rng = np.random.default_rng(8)
    for case in range(8):
        m, n = rng.integers(4, 9, 2)
        examples = 40 if case % 2 else 4
        mixed = rng.normal(size=(examples, m)) @ rng.normal(size=(m, m))
        inputs = (mixed + 3 * rng.normal(size=m)).astype(np.float32)
        inputs[:, rng.integers(m)] = 0
        weights = rng.normal(size=(m, n)).astype(np.float32)
        for rank in (1, 2, 3):
            if not excess(candidate, weights, rank, inputs) <= 1e-4:
                return False
    return True
