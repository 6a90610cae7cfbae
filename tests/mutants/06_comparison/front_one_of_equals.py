"""Of equal points only the first is kept."""
EXPECT = ("pareto_front_check", "the front is at the places")

def pareto_front(costs):
    costs = np.asarray(costs, dtype=float)
    if np.isnan(costs).any():
        raise ValueError("NaN")

    front, seen = [], set()
    for i, p in enumerate(costs):
        if not ((costs <= p).all(axis=1) & (costs < p).any(axis=1)).any() and tuple(p) not in seen:
            front.append(i)
            seen.add(tuple(p))
    return sorted(front, key=lambda i: costs[i, 0])
