"""Only points that are best for some price of the costs."""
EXPECT = ("pareto_front_check", "(9, 9) is on the front")

def pareto_front(costs):
    costs = np.asarray(costs, dtype=float)
    if np.isnan(costs).any():
        raise ValueError("NaN")

    if costs.ndim < 2 or not len(costs):
        return []
    rng, keep = np.random.default_rng(0), set()
    finite = np.nan_to_num(costs, posinf=1e6, neginf=-1e6)
    prices = rng.random((4000, costs.shape[1])) ** 3 + 1e-6
    for row in prices:
        sums = finite @ row
        keep |= set(np.flatnonzero(sums <= sums.min() + 1e-9).tolist())
    return sorted(sorted(keep), key=lambda i: costs[i, 0])
