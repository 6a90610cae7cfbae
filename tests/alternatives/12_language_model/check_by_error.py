"""No small step away from the answer makes the error smaller."""


def check_make_good(candidate):
    rng = np.random.default_rng(6)
    for k, m, n in [(1, 5, 3), (2, 6, 2), (3, 7, 3)]:
        hessian = layer_hessian(rng.normal(size=(40, m)) @ rng.normal(size=(m, m)), 0.05)
        weights = rng.normal(size=(m, n))
        settled = weights[:k] + 3 * rng.normal(size=(k, n))
        rest = np.array(candidate(weights.copy(), settled.copy(), hessian.copy()))
        if rest.shape != (m - k, n):
            return False
        change = np.vstack([settled, rest]) - weights
        least = output_error(change, hessian)
        for i in range(k, m):
            for j in range(n):
                for step in (1e-5, -1e-5):
                    near = change.copy()
                    near[i, j] += step
                    if output_error(near, hessian) < least:
                        return False
    return True
