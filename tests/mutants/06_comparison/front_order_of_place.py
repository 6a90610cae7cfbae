"""Places in order of place."""
EXPECT = ("pareto_front_check", "The lowest first cost comes first")

def pareto_front(costs):
    costs = np.asarray(costs, dtype=float)
    if np.isnan(costs).any():
        raise ValueError("NaN")

    return [i for i, p in enumerate(costs)
            if not ((costs <= p).all(axis=1) & (costs < p).any(axis=1)).any()]
