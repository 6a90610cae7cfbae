"""NaN is compared like a number."""
EXPECT = ("pareto_front_check", "Look for NaN before")

def pareto_front(costs):
    costs = np.asarray(costs, dtype=float)
    front = [i for i, p in enumerate(costs)
             if not ((costs <= p).all(axis=1) & (costs < p).any(axis=1)).any()]
    return sorted(front, key=lambda i: costs[i, 0])
