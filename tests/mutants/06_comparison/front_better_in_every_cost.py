"""A point goes only if another is better in every cost."""
EXPECT = ("pareto_front_check", "no worse in every cost")

def pareto_front(costs):
    costs = np.asarray(costs, dtype=float)
    if np.isnan(costs).any():
        raise ValueError("NaN")

    front = [i for i, p in enumerate(costs) if not (costs < p).all(axis=1).any()]
    return sorted(front, key=lambda i: costs[i, 0])
