"""Costs are divided by the largest, which negative and infinite ones upset."""
EXPECT = ("pareto_front_hidden", "negative costs")

def pareto_front(costs):
    costs = np.asarray(costs, dtype=float)
    if np.isnan(costs).any():
        raise ValueError("NaN")

    if not len(costs):
        return []
    with np.errstate(all="ignore"):
        scaled = costs / costs.max(axis=0)
    front = [i for i, p in enumerate(scaled)
             if not ((scaled <= p).all(axis=1) & (scaled < p).any(axis=1)).any()]
    return sorted(front, key=lambda i: costs[i, 0])
