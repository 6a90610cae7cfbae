"""Equal first costs are put in order of the other costs."""
EXPECT = ("pareto_front_check", "where these are equal, the lower place")

def pareto_front(costs):
    costs = np.asarray(costs, dtype=float)
    if np.isnan(costs).any():
        raise ValueError("NaN")

    front = [i for i, p in enumerate(costs)
             if not ((costs <= p).all(axis=1) & (costs < p).any(axis=1)).any()]
    return sorted(front, key=lambda i: tuple(costs[i]))
