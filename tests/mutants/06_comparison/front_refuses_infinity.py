"""Refuses infinity along with NaN."""
EXPECT = ("pareto_front_check", "Infinity compares like a number")

def pareto_front(costs):
    costs = np.asarray(costs, dtype=float)
    if not np.isfinite(costs).all():
        raise ValueError("not finite")
    front = [i for i, p in enumerate(costs)
             if not ((costs <= p).all(axis=1) & (costs < p).any(axis=1)).any()]
    return sorted(front, key=lambda i: costs[i, 0])
