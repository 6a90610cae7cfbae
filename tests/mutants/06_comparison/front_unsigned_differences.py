"""Differences of costs, which wrap around in unsigned arrays."""
EXPECT = ("pareto_front_hidden", "small unsigned numbers wrap around")

def pareto_front(costs):
    costs = np.asarray(costs)
    if costs.size and np.isnan(costs.astype(float)).any():
        raise ValueError("NaN")
    front = []
    for i, p in enumerate(costs):
        with np.errstate(all="ignore"):
            difference = costs - p
        if not ((difference <= 0).all(axis=1) & (difference < 0).any(axis=1)).any():
            front.append(i)
    return sorted(front, key=lambda i: costs[i, 0])
