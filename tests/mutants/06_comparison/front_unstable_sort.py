"""A sort that is not stable: of equal first costs the lower place need not come first."""
EXPECT = ("pareto_front_hidden", "where these are equal, the lower place")

def pareto_front(costs):
    costs = np.asarray(costs, dtype=float)
    if np.isnan(costs).any():
        raise ValueError("NaN")
    if len(costs) == 0:
        return []
    front = np.array([
        i for i, p in enumerate(costs)
        if not ((costs <= p).all(axis=1) & (costs < p).any(axis=1)).any()
    ])
    return front[np.argsort(costs[front, 0])].tolist()
